/** What the page of the comparison looks like. */

export const comparisonStyle = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; --unsure: #8a5a00; --faint: #666; --name: 10rem; --head: 7rem; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff7b72; --unsure: #d4a72c; --faint: #999; } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: end; margin: 1rem 0; }
input[type=search], select { height: 2rem; box-sizing: border-box; }
form > label { display: grid; font-size: .85rem; gap: .2rem; min-width: 0; }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; min-width: 0; }
input[type=search], select, button { font: inherit; padding: .25rem; max-width: 100%; }
dd { margin-left: 1.5rem; }
.scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; font-size: .85rem; overflow-wrap: normal; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
/* The head sticks as a whole: no row of it has to know how high the one above is. */
thead { position: sticky; top: 0; z-index: 3; }
thead th, thead td { background: Canvas; }
tbody th { position: sticky; left: 0; background: Canvas; z-index: 1; white-space: nowrap; font-weight: 600; }
tbody th a { color: inherit; text-decoration: underline dotted var(--faint); }
.corner, .quoted thead :first-child { position: sticky; left: 0; z-index: 1; }
/* The title of a group stays while any of its columns is seen. */
thead th > span { position: sticky; left: calc(var(--name) + .5rem); white-space: nowrap; }
thead button { border: 0; padding: 0; background: none; color: inherit; text-align: left; font: inherit; cursor: pointer; }
thead button:hover { text-decoration: underline; }
[aria-sort=ascending] button::after { content: ' ▲'; }
[aria-sort=descending] button::after { content: ' ▼'; }
.feature { max-width: 7rem; font-weight: 500; }
td a { color: inherit; text-decoration: none; }
/* What is scrolled to comes out from under the head and the name. */
#table :is(td, tbody th), #table td a { scroll-margin: var(--head) 0 0 var(--name); }
td a:hover, td a:focus { text-decoration: underline; }
.yes { color: var(--good); } .no { color: var(--bad); } .unknown { color: var(--unsure); } .none { color: var(--faint); }
.figure { max-width: 16rem; }
.empty { padding: 1rem; }
.is-open { outline: 2px solid; outline-offset: -2px; }
.quoted .words { text-align: start; white-space: normal; min-width: 16rem; }
#detail { position: fixed; inset: auto 1rem 1rem auto; margin: 0; box-sizing: border-box; width: min(34rem, 100vw - 2rem); max-height: 45vh; overflow: auto; color: CanvasText; background: Canvas; border: 1px solid; border-radius: 8px; padding: .8rem 2.4rem .8rem 1rem; box-shadow: 0 4px 20px #0004; z-index: 5; overflow-wrap: anywhere; }
#detail h2 { font-size: 1rem; margin: 0 0 .4rem; outline: none; }
#detail p { margin: .4rem 0; }
#detail details + br { display: none; }
#detail button { font-size: .8rem; margin-left: .4rem; cursor: pointer; }
#detail #close { position: absolute; right: .4rem; top: .3rem; border: 0; background: none; font-size: 1.3rem; line-height: 1; min-width: 2rem; min-height: 2rem; }
li:target { outline: 2px solid; }
code { font-size: .9em; }
@media (max-width: 600px) {
  body { margin: 1rem; }
  tbody th { white-space: normal; min-width: 7rem; max-width: 8rem; overflow-wrap: anywhere; }
  table:has(.words) { table-layout: fixed; width: 100%; }
  table:has(.words) :is(td, th):first-child { width: 2.5rem; min-width: 0; white-space: nowrap; }
  .quoted .words { min-width: 0; overflow-wrap: anywhere; }
}
`;
