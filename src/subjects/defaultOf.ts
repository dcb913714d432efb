/**
 * The default export of a module, wherever it is: a CommonJS package that was written as an ECMAScript
 * module has it inside of what Node takes for its default export.
 */
export function defaultOf<Exported>(module: {
  readonly default: Exported | { readonly default: Exported };
}): Exported {
  const { default: exported } = module;
  return typeof exported === 'object' && exported !== null && 'default' in exported
    ? exported.default
    : (exported as Exported);
}
