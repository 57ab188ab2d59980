/** What was typed at the console, and what is being typed: Up and Down walk through it, and lose nothing. */
export class ConsoleHistory {
  readonly #lines: string[] = [];
  #at = 0;
  #draft = '';

  add(text: string): void {
    if (this.#lines.at(-1) !== text) this.#lines.push(text);
    this.leave();
  }

  /** Back to what is typed next. */
  leave(): void {
    this.#at = this.#lines.length;
    this.#draft = '';
  }

  /** `current` stands at the prompt now; undefined when nothing is earlier. */
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
