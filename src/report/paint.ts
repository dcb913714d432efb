/** Ways to set text off from other text; a report that is not in colour uses {@link plain}. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string): string => text;

export const plain: Paint = { good: same, bad: same, unsure: same, strong: same, faint: same };
