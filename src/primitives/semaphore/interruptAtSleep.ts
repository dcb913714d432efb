import { planOf, workload, type Client, type Primitive, type Study } from 'heddle';
import { barz } from './barz.ts';
import { gateIn, hemmendingerIn, kearnsIn, kearnsRepairedIn, naiveIn, type Variant } from './fromBinary.ts';

/** Three that come and go. */
const comeAndGo: Client = workload(3, 1, 1);

/** One that is interrupted and comes again while two permits come in: what it left behind meets it. */
const comesAgain: Client = { permits: 0, plans: [planOf('acquire acquire'), planOf('post post')] };

type Maker = (variant: Variant) => Primitive;

const versions: readonly (readonly [title: string, make: Maker])[] = [
  ['B1, textbook', naiveIn],
  ['B2, Hemmendinger', hemmendingerIn],
  ['B3, Kearns', kearnsIn],
  ['B4, Kearns repaired', kearnsRepairedIn],
  ['B5, gate', gateIn],
  // A sleeper at the gate has touched nothing: there is nothing to clean up.
  ['B6, Barz', () => barz],
];

/** The family of semaphores from binary semaphores, against one interrupt of a sleeper. */
export const interruptAtSleep: Study = {
  name: 'interrupt-at-sleep',
  title: 'One interrupt of a sleeper',
  question:
    'The semaphores from binary semaphores, with one interrupt that ends the sleep of a thread before its P takes effect (as in Python 3.2 and later); everywhere else interrupts are held off. Without clean-up, and with a sleeper that puts the count right under the mutex. Three threads come and go; or one comes again after its interrupt, while two permits come in. Barz alone passes it all and leaves nothing behind: a sleeper there owns nothing. Where another version passes, it lives on with what the sleeper left: a count that is too low, and a wake-up for nobody that stands for the missing permit.',
  property: 'interrupt-before-blocked',
  columns: ['no clean-up', 'one comes again', 'left behind', 'clean-up', 'one comes again', 'left behind'],
  rows: versions.map(([title, make]) => {
    const plain = make({ isMasked: true });
    const cleaning = make({ isMasked: true, cleansUp: true });
    return {
      title,
      cells: [plain, cleaning].flatMap((primitive) => [
        { primitive, client: comeAndGo, asks: 'verdict' as const },
        { primitive, client: comesAgain, asks: 'verdict' as const },
        { primitive, client: comeAndGo, asks: 'residue' as const },
      ]),
    };
  }),
};
