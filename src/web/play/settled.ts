import { useEffect, useState } from 'preact/hooks';

/** The value as it was when it last stood still for so long: for what is too much to do at each key. */
export function useSettled<Value>(value: Value, delayMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (Object.is(value, settled)) return;
    const timer = setTimeout(() => setSettled(() => value), delayMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
