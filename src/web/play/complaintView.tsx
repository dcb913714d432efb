import type { JSX } from 'preact';

/** Something that the engine could not do, in its own words. */
export function ComplaintView({ message }: { readonly message: string }): JSX.Element {
  return (
    <pre class="complaint" role="alert">
      {message}
    </pre>
  );
}
