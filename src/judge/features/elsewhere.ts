/** Whether a primitive is right over other locks, and with other turns, than those that it was written for. */

import { describeClient } from '../../program/client.ts';
import { strengths, type Circumstances } from '../../program/objectKind.ts';
import { programOf } from '../../program/program.ts';
import { schedulings } from '../../program/turn.ts';
import { defaultClients } from '../defaultClients.ts';
import { flagsFor, type Finding } from './finding.ts';
import { quickCheck } from './quickCheck.ts';
import { joinedFinding, none, reportOn, type ComparedSubject } from './verdictFinding.ts';

/** How far the exploration of each client goes. */
const statesMax = 250_000;

/** One finding for each strength of locks, and one for each kind of turns. Exact for the default clients, unless a limit is hit. */
export function elsewhere(subject: ComparedSubject): Readonly<Record<string, Finding>> {
  const { here } = subject;
  return Object.fromEntries([
    ...strengths.map((strength) => [strength, rightWith(subject, { ...here, strength })]),
    ...schedulings.map((scheduling) => [scheduling, rightWith(subject, { ...here, scheduling })]),
  ]) as Record<string, Finding>;
}

function rightWith(subject: ComparedSubject, there: Required<Circumstances>): Finding {
  const { primitive, here, core } = subject;
  const flags = [
    ...core.map(({ name }) => ` --property ${name}`),
    ...(there.strength === 'weak' ? [] : [` --lock-strength ${there.strength}`]),
    ...(there.scheduling === here.scheduling ? [] : [` --scheduling ${there.scheduling}`]),
  ].join('');
  if (there.strength === here.strength && there.scheduling === here.scheduling) {
    return joinedFinding(
      core.map(({ name }) => reportOn(subject, name)),
      `check ${primitive.name}${flags}`,
    );
  }
  if (there.scheduling === here.scheduling && !leavesStrengthOpen(subject, there)) {
    return none('It leaves no lock to whoever checks it, so that the strength of locks makes no difference.');
  }
  const clients = defaultClients(primitive);
  const { answer, violated, client, states } = quickCheck(primitive, core, clients, there, statesMax);
  const told = states.toLocaleString('en-US');
  const shown = client === undefined ? '' : ` ${flagsFor(client)}`;
  const by = 'exploration';
  const command = `check ${primitive.name}${shown}${flags}`;
  switch (answer) {
    case 'yes':
      return {
        answer,
        evidence: {
          by,
          says: 'All executions explored.',
          states,
          clients: clients.map(describeClient),
          command,
        },
      };
    case 'no': {
      const says = `Violated: ${violated.join(', ')}, with ${describeClient(client!)}.`;
      return { answer, evidence: { by, says, command } };
    }
    case 'unknown': {
      const says = `Stopped at ${told} states (limit ${statesMax.toLocaleString('en-US')}), with ${describeClient(client!)}.`;
      return { answer, evidence: { by, says, command: `${command} --limit-states ${statesMax}` } };
    }
  }
}

function leavesStrengthOpen({ primitive, here, parts }: ComparedSubject, there: Circumstances): boolean {
  const [client] = defaultClients(primitive);
  const kindsWith = (circumstances: Circumstances) =>
    programOf(primitive, client!, circumstances).arena.objects.map(({ kind }) => kind);
  const kinds = kindsWith(here);
  const isOther = kindsWith(there).some((kind, index) => kind !== kinds[index]);
  // What is made while running may be left open as well.
  return isOther || parts.madeLater.some((kind) => kind === 'lock' || kind.endsWith('semaphore'));
}
