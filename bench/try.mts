import { check } from '/work/main/src/judge/check.ts';
import { properties } from '/work/main/properties/index.ts';
const path=process.argv[2]!, name=process.argv[3]!;
const m=await import(path);
const t0=performance.now();
const r=check(m[name],{properties, strength:(process.argv[4] as any)??'weak', limits:{states:3e6}, surroundings:{now:()=>performance.now()}});
for(const p of r.properties){ const v=p.verdict; console.log(p.property.padEnd(28), v.verdict, v.verdict==='violated'? `${v.client} | ${v.counterexample.verdict.why} | steps ${v.counterexample.verdict.steps} shortest ${v.counterexample.verdict.shortest} switches ${v.counterexample.verdict.switches} ${v.counterexample.verdict.fewestSwitches}`: v.verdict==='holds'? v.bounds.map(b=>b.states).join(' '): JSON.stringify(v), p.measure? 'measure '+p.measure.max+' '+p.measure.client:''); }
console.log(r.coverage?.unvisited, ((performance.now()-t0)/1000).toFixed(1)+'s');
