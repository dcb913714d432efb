import type { Arena } from './arena.ts';
import type { Pending } from './log.ts';

/** Whether a request waits without a deadline, so that it needs no word of it when it has succeeded. */
export function isBoundToSucceed(pending: Pending): boolean {
  return pending.type === 'operate' && !pending.isTimed && /^(acquire|p)$/.test(pending.operation);
}

/** A request in words: `lock.acquire()`. */
export function describePending(pending: Pending, arena: Arena): string {
  switch (pending.type) {
    case 'operate': {
      const args = pending.args.map((argument) => arena.describe(argument)).join(', ');
      return `${arena.at(pending.object).name}.${pending.operation}(${args})`;
    }
    case 'allocate':
      return 'a new object';
    case 'read clock':
      return 'deadline.isPast()';
  }
}
