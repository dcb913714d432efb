import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Completion } from '../engine/protocol.ts';

/** A TypeScript editor that completes Heddle's door. Escape, then Tab, leaves it. */
export function Editor({
  text,
  edition,
  completions,
  faultyLine,
  label,
  onChange,
  onCheck,
}: {
  /** The text to begin with. */
  readonly text: string;
  /** What is there is replaced by {@link text} whenever this changes, and not while somebody types. */
  readonly edition: string;
  readonly completions: readonly Completion[];
  /** A line to mark, counted from 1. */
  readonly faultyLine: number | undefined;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** Ctrl-Enter. */
  readonly onCheck: () => void;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const handlers = useRef({ onChange, onCheck });
  handlers.current = { onChange, onCheck };

  useEffect(() => {
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          indentUnit.of('  '),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          javascript({ typescript: true }),
          syntaxHighlighting(colours),
          autocompletion({ override: [(context) => completionsAt(context, completions)] }),
          faultField,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          keymap.of([
            { key: 'Mod-Enter', run: () => (handlers.current.onCheck(), true) },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
          EditorView.theme({
            '&': { backgroundColor: 'var(--sunken)', color: 'var(--ink)', fontSize: '0.82rem' },
            '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
            '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: '0' },
            '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 8%, transparent)' },
            '.cm-cursor': { borderLeftColor: 'var(--ink)' },
            '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
              backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent) !important',
            },
            '.cm-tooltip': {
              backgroundColor: 'var(--raised)',
              color: 'var(--ink)',
              border: '1px solid var(--line)',
              maxWidth: '34rem',
            },
            '.cm-tooltip-autocomplete ul li[aria-selected]': {
              backgroundColor: 'var(--accent)',
              color: 'var(--paper)',
            },
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [completions]);

  useEffect(() => {
    const made = view.current;
    if (made === undefined || made.state.doc.toString() === text) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
  }, [edition]);

  useEffect(() => {
    view.current?.dispatch({ effects: setFault.of(faultyLine) });
  }, [faultyLine]);

  return <div class="editor" ref={place} />;
}

const setFault = StateEffect.define<number | undefined>();

const faultField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setFault)) continue;
      const line = effect.value;
      next =
        line === undefined || line > transaction.state.doc.lines
          ? Decoration.none
          : Decoration.set([
              Decoration.line({ class: 'cm-fault' }).range(transaction.state.doc.line(line).from),
            ]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function completionsAt(
  context: CompletionContext,
  completions: readonly Completion[],
): CompletionResult | null {
  const word = context.matchBefore(/[\w$]*/);
  if (word === null) return null;
  const isMember = word.from > 0 && context.state.sliceDoc(word.from - 1, word.from) === '.';
  if (word.from === word.to && !context.explicit && !isMember) return null;
  return {
    from: word.from,
    validFor: /^[\w$]*$/,
    options: completions
      .filter((one) => one.isMember === isMember)
      .map(({ label, detail, info }) => ({ label, detail, info, type: isMember ? 'method' : 'function' })),
  };
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'light-dark(#8a2b7b, #e3a0d6)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'light-dark(#1f6b3c, #8fd6a5)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#8a4b00, #f0b778)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: 'light-dark(#1f4fa3, #9dbcff)',
  },
  { tag: [tags.typeName, tags.className], color: 'light-dark(#0b6170, #7ad3e0)' },
]);
