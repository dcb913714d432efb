import { check } from '/work/main/src/judge/check.ts';
import { properties, interruptRestorations, safety } from '/work/main/properties/index.ts';
import { explain } from '/work/main/src/judge/explain.ts';
import { traceText } from '/work/main/src/report/traceText.ts';
import { choicesOf, clientOf } from '/work/main/src/trace/trace.ts';
import { execute } from '/work/main/src/trace/execution.ts';
import { programOf } from '/work/main/src/program/program.ts';
import { describeClient } from '/work/main/src/program/client.ts';
const path=process.argv[2]!, name=process.argv[3]!, prop=process.argv[4];
const m=await import(path);
const r=check(m[name],{properties: properties.filter(p=>!prop||p.name===prop)});
for(const p of r.properties){ const v=p.verdict; if(v.verdict!=='violated') continue; const t=v.counterexample;
 const client=clientOf(t); const program=programOf(m[name],client,{strength:t.strength}); const rule=properties.find(q=>q.name===(t.part??t.property))!;
 const ex=execute(program,choicesOf(t),rule);
 console.log(traceText(t,ex,explain(ex,rule),describeClient(client),{width:80}).join('\n')); console.log('\n=========\n');}
