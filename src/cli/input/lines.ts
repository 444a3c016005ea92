/** Finds the lines of places that come in their order. Each newline is looked for once, so that a text without one is gone through once. */
export class Lines {
  private newline: number;

  constructor(private readonly text: Pick<string, 'indexOf'>, private line: number) {
    this.newline = text.indexOf('\n');
  }

  public lineOf(offset: number): number {
    for (; this.newline >= 0 && this.newline < offset; this.newline = this.text.indexOf('\n', this.newline + 1)) {
      this.line++;
    }
    return this.line;
  }
}
