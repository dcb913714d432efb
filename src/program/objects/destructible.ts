import { keyOf } from '../../core/value.ts';
import {
  fail,
  next,
  type Found,
  type ObjectKind,
  type OperationRule,
  type Outcome,
  type Resolved,
  type StepFunction,
} from '../objectKind.ts';

/** What an object holds, and whether its memory has been given back. */
interface Memory {
  readonly content: any;
  readonly isDestroyed: boolean;
}

/** Objects that behave alike have the same kind. */
const kinds = new WeakMap<ObjectKind, ObjectKind<Memory>>();

/**
 * The object with an operation `destroy` besides, after which an operation that touches its memory is an error; so is
 * a second `destroy`.
 *
 * @param touchless the operations that need no more than the address, the same for every object of the kind. A thread
 * that is asleep, or on its way out of its sleep, touches nothing either.
 */
export function destructible(
  { kind, initial }: Resolved,
  touchless: readonly string[] = [],
): Resolved<Memory> {
  const mortal = kinds.get(kind) ?? mortalKind(kind, touchless);
  kinds.set(kind, mortal);
  return { kind: mortal, initial: { content: initial, isDestroyed: false } };
}

function mortalKind(
  { name, operations, rename, namesInOrder = false, render = keyOf }: ObjectKind,
  touchless: readonly string[],
): ObjectKind<Memory> {
  const gone = (value: Memory): Outcome<Memory> => fail(value, `use of a ${name} that has been destroyed`);
  const checked =
    (step: StepFunction): StepFunction<Memory> =>
    (found, ...args) =>
      found.value.isDestroyed ? gone(found.value) : onContent(step)(found, ...args);
  return {
    name,
    operations: {
      ...Object.fromEntries(
        Object.entries(operations).map(([operation, rule]) => [
          operation,
          onMemory(rule, touchless.includes(operation) ? onContent : checked),
        ]),
      ),
      destroy: ({ value }) => (value.isDestroyed ? gone(value) : next({ ...value, isDestroyed: true })),
    },
    ...(rename === undefined
      ? {}
      : { rename: (value, nameOf) => ({ ...value, content: rename(value.content, nameOf) }) }),
    namesInOrder,
    render: ({ content, isDestroyed }) => (isDestroyed ? 'destroyed' : render(content)),
  };
}

function onMemory(
  rule: OperationRule,
  begin: (step: StepFunction) => StepFunction<Memory>,
): OperationRule<Memory> {
  if (typeof rule === 'function') return begin(rule);
  if (!('withdraw' in rule)) return { ...rule, step: begin(rule.step) };
  const { step, resume, withdraw, ...others } = rule;
  return {
    ...others,
    step: begin(step),
    ...(resume === undefined ? {} : { resume: onContent(resume) }),
    withdraw: onContent(withdraw),
  };
}

/** The step on what the memory holds, be it destroyed or not. */
function onContent(step: StepFunction): StepFunction<Memory> {
  return (found, ...args) => {
    const inside: Found = {
      value: found.value.content,
      // Whoever asks which thread it is tells threads apart.
      get me() {
        return found.me;
      },
    };
    return [step(inside, ...args)]
      .flat()
      .map((outcome) => ({ ...outcome, value: { ...found.value, content: outcome.value } }));
  };
}
