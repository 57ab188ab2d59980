/** A static host that can be made to fail and recover, at the same address throughout. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type StaticServer, serve } from '../../scripts/static-server.ts';

/** What goes wrong with a request: nothing, a dropped connection, half an answer, wrong bytes, or compressed content that decompresses to something else. */
export type Fault = 'none' | 'drop' | 'half' | 'wrong' | 'altered';

export interface FaultyHost {
  readonly address: string;
  /** Every file that was answered completely since the last change of `fault`. */
  readonly answered: readonly string[];
  /** Chooses the fault for each request. */
  fault(decide: (file: string) => Fault): void;
  heal(): void;
  /** Serves another folder from now on. */
  serveInstead(folder: string): Promise<void>;
  stop(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function faultyHost(folder: string): Promise<FaultyHost> {
  let served = folder;
  let decide: (file: string) => Fault = () => 'none';
  const answered: string[] = [];
  let port = 0;
  const start = async (): Promise<StaticServer> => {
    const started = await serve(served, {
      port,
      intercept: (file, response) => {
        const fault = decide(file);
        if (fault === 'none') answered.push(file);
        // Through the request, because a response queued behind another on the same connection has no socket yet.
        if (fault === 'drop') response.req.socket.destroy();
        if (fault === 'altered') {
          const content = inflateRawSync(readFileSync(path.join(served, file)));
          // Like a misconfigured cache: the browser stores the answer and does not revalidate it.
          response.writeHead(200, { 'cache-control': 'max-age=600' });
          response.end(deflateRawSync(Buffer.concat([content, Buffer.from(' ')])));
        }
        if (fault === 'half' || fault === 'wrong') {
          const bytes = readFileSync(path.join(served, file));
          response.writeHead(200, { 'content-length': bytes.length, 'cache-control': 'no-cache' });
          if (fault === 'wrong') response.end(Buffer.alloc(bytes.length, 7));
          else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
        }
        return fault !== 'none';
      },
    });
    port = Number(new URL(started.address).port);
    return started;
  };
  let server: StaticServer | undefined = await start();
  const { address } = server;
  const change = (next: (file: string) => Fault): void => {
    decide = next;
    answered.length = 0;
  };
  const stop = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  const comeBack = async (): Promise<void> => {
    server ??= await start();
  };
  return {
    address,
    answered,
    fault: change,
    heal: () => change(() => 'none'),
    async serveInstead(next: string) {
      await stop();
      served = next;
      await comeBack();
    },
    stop,
    comeBack,
  };
}
