/** What the page of the comparison looks like, and what it does. It loads nothing. */

export const comparisonStyle = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; --unsure: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff7b72; --unsure: #d4a72c; } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.5rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: end; margin: 1rem 0; }
form > label { display: grid; font-size: .85rem; gap: .2rem; }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; }
input[type=search], select { font: inherit; padding: .25rem; }
.scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; font-size: .85rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: Canvas; z-index: 2; }
thead tr + tr th { top: 1.9rem; }
tbody th { position: sticky; left: 0; background: Canvas; z-index: 1; white-space: nowrap; font-weight: 600; }
.feature { max-width: 7rem; font-weight: 500; }
td a { color: inherit; text-decoration: none; }
td a:hover, td a:focus { text-decoration: underline; }
.yes { color: var(--good); } .no { color: var(--bad); } .unknown { color: var(--unsure); } .none { opacity: .5; }
.figure { max-width: 16rem; }
.quoted .words { text-align: start; white-space: normal; min-width: 16rem; }
#detail { position: fixed; right: 1rem; bottom: 1rem; max-width: 34rem; background: Canvas; border: 1px solid; border-radius: 8px; padding: .8rem 2.4rem .8rem 1rem; box-shadow: 0 4px 20px #0004; z-index: 5; overflow-wrap: anywhere; }
#close { position: absolute; right: .4rem; top: .3rem; border: 0; background: none; font-size: 1.3rem; cursor: pointer; }
#notes li:target { outline: 2px solid; }
code { font-size: .85em; }
`;

export const comparisonScript = `
const $ = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll('#table tbody tr')];
function filter() {
  const name = $('name').value.trim().toLowerCase();
  const family = $('family').value, feature = $('feature').value, answer = $('answer').value;
  let shown = 0;
  for (const row of rows) {
    const cells = [...row.querySelectorAll(feature === '' ? 'td' : 'td[data-f="' + feature + '"]')];
    const fits = row.dataset.name.includes(name) && (family === '' || row.dataset.family === family) &&
      (answer === '' || cells.some((cell) => cell.classList.contains(answer)));
    row.hidden = !fits;
    if (fits) shown++;
  }
  $('count').textContent = shown + ' of ' + rows.length + ' primitives';
  for (const box of document.querySelectorAll('[data-group]')) {
    for (const cell of document.querySelectorAll('#table .g' + box.dataset.group)) cell.hidden = !box.checked;
  }
}
$('filters').addEventListener('input', filter);
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('table').addEventListener('click', (event) => {
  const link = event.target.closest('td a');
  if (link === null) return;
  event.preventDefault();
  const row = link.closest('tr'), box = $('detail');
  const note = document.querySelector(link.getAttribute('href'));
  box.querySelector('div').replaceChildren(
    Object.assign(document.createElement('strong'), { textContent: row.querySelector('th').textContent + ', ' + link.closest('td').dataset.f + ': ' + link.textContent }),
    document.createElement('br'), ...[...note.childNodes].map((node) => node.cloneNode(true)));
  box.hidden = false;
});
$('close').addEventListener('click', () => { $('detail').hidden = true; });
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') $('detail').hidden = true; });
filter();
`;
