import { interruptKindName, interruptKinds } from 'heddle';

/** The properties of interrupt restoration, one for each kind of interrupt. */
export const everyInterrupt: readonly string[] = interruptKinds.map(
  (kind) => `interrupt-${interruptKindName(kind)}`,
);

/** Those in which the step takes effect before the interrupt is thrown. */
export const everyLateInterrupt: readonly string[] = everyInterrupt.filter((name) =>
  name.startsWith('interrupt-after'),
);
