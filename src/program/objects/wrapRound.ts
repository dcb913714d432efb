/** How the numbers of a word wrap round at `modulo`, those below 0 too; at Infinity, the default, they never do. */
export function wrapRound(modulo = Infinity): (number: number) => number {
  return modulo === Infinity ? (number) => number : (number) => ((number % modulo) + modulo) % modulo;
}
