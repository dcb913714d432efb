/**
 * Checks the promise of a kind of object whose values name threads: an operation does the same to
 * renamed values as to the values, renamed.
 */

import { keyOf, type Value } from '../core/value.ts';
import type { ObjectKind } from './objectKind.ts';
import { keyOfAnswer } from './log.ts';
import { possibleMoves, type Move, type Situation } from './moves.ts';
import type { Program } from './program.ts';
import { Permutation, type Renaming } from './renaming.ts';

/**
 * Checks one situation, under the exchange of each thread that it names with one other; a kind that
 * does not keep the promise tells threads apart from now on.
 */
export function checkRenaming(situation: Situation, { arena, roles }: Program): void {
  const { pending, value, thread } = situation;
  if (pending.type !== 'operate' || arena.toldApartBy !== undefined) return;
  const { kind, name } = arena.at(pending.object);
  if (kind.rename === undefined) return;
  const named = [...new Set([thread as number, ...threadsIn(value, kind)])];
  const strangers = roles.map((_, index) => index).filter((index) => !named.includes(index));
  for (const one of named) {
    for (const other of [...named.filter((another) => another > one), ...strangers.slice(0, 1)]) {
      const names = roles.map((_, index) => (index === one ? other : index === other ? one : index));
      const renaming = new Permutation(arena, names);
      if (behaviour(situation, renaming, kind, arena) === renamedBehaviour(situation, renaming, kind, arena))
        continue;
      arena.toldApartBy = `${name}, whose values cannot be renamed`;
      return;
    }
  }
}

type Arena = Program['arena'];

/** What happens under other names. */
function behaviour(situation: Situation, renaming: Renaming, kind: ObjectKind, arena: Arena): string {
  const renamed = {
    ...situation,
    thread: renaming.nameOf(situation.thread) as Situation['thread'],
    pending: renaming.pending(situation.pending),
    value: renaming.held(situation.value, kind),
  };
  return describe(
    possibleMoves(renamed, arena),
    (value) => value,
    (value) => value,
  );
}

/** What happens, under other names. */
function renamedBehaviour(situation: Situation, renaming: Renaming, kind: ObjectKind, arena: Arena): string {
  return describe(
    possibleMoves(situation, arena),
    (value) => renaming.held(value, kind),
    (value) => renaming.value(value),
  );
}

function describe(
  moves: readonly Move[],
  held: (value: Value) => Value,
  told: (value: Value) => Value,
): string {
  return moves
    .map(({ action, value, answer, hasChanged }) => {
      const answered =
        answer?.type === 'result'
          ? keyOfAnswer({ ...answer, value: told(answer.value) })
          : JSON.stringify(answer);
      return `${action} ${keyOf(held(value))} ${answered} ${hasChanged}`;
    })
    .sort()
    .join('; ');
}

function threadsIn(value: Value, kind: ObjectKind): number[] {
  const found: number[] = [];
  kind.rename?.(value, (thread) => {
    found.push(thread);
    return thread;
  });
  return found;
}
