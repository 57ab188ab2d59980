/** The console's input history: Up and Down move through it without losing the line being typed. */
export class ConsoleHistory {
  readonly #lines: string[] = [];
  #at = 0;
  #draft = '';

  add(text: string): void {
    if (this.#lines.at(-1) !== text) this.#lines.push(text);
    this.leave();
  }

  /** Back to the line being typed. */
  leave(): void {
    this.#at = this.#lines.length;
    this.#draft = '';
  }

  /** The previous input; `current` is the text at the prompt. Undefined when there is no earlier input. */
  back(current: string): string | undefined {
    if (this.#at === 0) return undefined;
    if (this.#at === this.#lines.length) this.#draft = current;
    this.#at -= 1;
    return this.#lines[this.#at];
  }

  forward(): string | undefined {
    if (this.#at >= this.#lines.length) return undefined;
    this.#at += 1;
    return this.#lines[this.#at] ?? this.#draft;
  }
}
