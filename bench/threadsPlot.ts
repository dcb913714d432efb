import { isOverrun, type Measurement, type Tool } from './measurement.ts';

/** One colour for each tool, told apart by eyes that tell few colours apart, and by the shape of the marks. */
const looks: Partial<Record<Tool, { readonly colour: string; readonly dash: string }>> = {
  Heddle: { colour: '#0072b2', dash: '' },
  'Heddle, plain': { colour: '#56b4e9', dash: '6 3' },
  Spin: { colour: '#d55e00', dash: '2 3' },
};

const width = 720;
const height = 420;
const margin = { left: 64, right: 150, top: 44, bottom: 48 };

/** A picture of the time from start to verdict against the number of threads, time on a logarithmic scale. */
export function threadsPlot(searches: readonly Measurement[]): string {
  const tools = [...new Set(searches.map(({ tool }) => tool))].filter((tool) => looks[tool] !== undefined);
  const threads = searches.map((search) => search.threads);
  const seconds = searches.map(secondsOf);
  const [first, last] = [Math.min(...threads), Math.max(...threads)];
  const [low, high] = [
    Math.floor(Math.log10(Math.min(...seconds))),
    Math.ceil(Math.log10(Math.max(...seconds))),
  ];
  const x = (count: number): number =>
    margin.left + ((count - first) / Math.max(1, last - first)) * (width - margin.left - margin.right);
  const y = (time: number): number =>
    height -
    margin.bottom -
    ((Math.log10(time) - low) / Math.max(1, high - low)) * (height - margin.top - margin.bottom);

  const rows = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)).map((time) => {
    const label = time < 1 ? `${time * 1000} ms` : `${time} s`;
    return `<path class="grid" d="M${margin.left} ${at(y(time))}H${width - margin.right}"/><text x="${margin.left - 8}" y="${at(y(time) + 4)}" text-anchor="end">${label}</text>`;
  });
  const columns = [...new Set(threads)].map(
    (count) =>
      `<text x="${at(x(count))}" y="${height - margin.bottom + 20}" text-anchor="middle">${count}</text>`,
  );
  const lines = tools.map((tool) => {
    const own = searches.filter((search) => search.tool === tool);
    const { colour, dash } = looks[tool]!;
    const points = own.map((search) => ({
      x: at(x(search.threads)),
      y: at(y(secondsOf(search))),
      isOpen: isOverrun(search.result),
    }));
    const end = points.at(-1)!;
    const marks = points.map(
      (point) =>
        `<circle cx="${point.x}" cy="${point.y}" r="4" fill="${point.isOpen ? '#fff' : colour}" stroke="${colour}"/>`,
    );
    return `<path d="M${points.map((point) => `${point.x} ${point.y}`).join('L')}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${marks.join('')}<text x="${at(end.x + 10)}" y="${at(end.y + 4)}" fill="${colour}">${tool}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Time from start to verdict against threads">
<style>text{font:13px system-ui,sans-serif}.grid{stroke:#ddd}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${margin.left}" y="24">W1, 2 rounds, 2 permits: time from start to verdict (hollow: stopped there)</text>
${rows.join('\n')}
${columns.join('\n')}
<text x="${(margin.left + width - margin.right) / 2}" y="${height - 8}" text-anchor="middle">threads</text>
${lines.join('\n')}
</svg>
`;
}

function secondsOf({ result }: Measurement): number {
  return (isOverrun(result) ? result.overrunMs : result.wallMs) / 1000;
}

function at(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
