import type { Assessment } from './assess.ts';
import { isBoundDecided, type PropertyReport } from './findings.ts';

/**
 * How often one waiter is overtaken at most: `0`, `3`, `∞` where a cycle shows that there is no bound, `≥5` where it is
 * not known whether there is one, and nothing where nobody can be overtaken or nothing was asked.
 */
export function bypassBound({ properties, details }: Assessment): string {
  const reportOn = (name: string): PropertyReport | undefined =>
    properties.find(({ property }) => property === name);
  const fifo = reportOn('fifo');
  const endless = reportOn('bounded-bypass');
  if (endless?.verdict.verdict === 'violated') return '∞';
  const measure = fifo?.measure;
  const most = Math.max(measure?.max ?? -1, endless?.measure?.max ?? -1);
  if (isBoundDecided(properties)) return String(most);
  if (measure === undefined) return '';
  if (measure.isLeast === true) return `≥${measure.max}`;
  const growth = details?.growths.find(({ property }) => property === 'fifo');
  if (growth?.isGrowing !== true) return endless === undefined ? String(most) : `≥${most}`;
  return `≥${Math.max(most, ...growth.byRounds)}`;
}
