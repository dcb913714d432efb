/** Semaphores of threads that are preempted, the reference first. */

import type { Primitive } from 'heddle';
import { acknowledged } from './acknowledged.ts';
import { barz } from './barz.ts';
import { baton } from './baton.ts';
import { conditionWakeups } from './conditionWakeups.ts';
import { cleaning, gate, hemmendinger1988, kearns1988, kearnsRepaired, naive } from './fromBinary.ts';
import { glibc2003, glibc64, glibc64Since241 } from './glibc.ts';
import { glibc32, glibc32Quiet, glibc32Since241 } from './glibc32.ts';
import { hoareSemaphore, hoareSemaphoreForgetful } from './hoare.ts';
import { linux, linuxMay2008 } from './linux.ts';
import { mesaSemaphore, mesaSemaphoreIf } from './mesa.ts';
import { musl2011, musl2022, musl2024 } from './musl.ts';
import { planNine, planNineLooksFirst } from './plan9.ts';
import { pymongo, pymongo2020 } from './pymongo.ts';
import { pythonBounded, pythonBounded26 } from './pythonBounded.ts';
import { python26, python27 } from './python2Threading.ts';
import { pythonThreading } from './pythonThreading.ts';
import { reference } from './reference.ts';
import { leakRepaired, waiterRemoved, wakeupPassedOn } from './repairs.ts';

export const semaphores: readonly Primitive[] = [
  reference,
  leakRepaired,
  waiterRemoved,
  wakeupPassedOn,
  baton,
  naive,
  hemmendinger1988,
  kearns1988,
  kearnsRepaired,
  gate,
  ...cleaning,
  acknowledged,
  barz,
  conditionWakeups,
  mesaSemaphore,
  mesaSemaphoreIf,
  hoareSemaphore,
  hoareSemaphoreForgetful,
  python26,
  python27,
  pythonThreading,
  pythonBounded,
  pythonBounded26,
  pymongo2020,
  pymongo,
  glibc2003,
  glibc64,
  glibc64Since241,
  glibc32,
  glibc32Since241,
  glibc32Quiet,
  musl2011,
  musl2022,
  musl2024,
  linux,
  linuxMay2008,
  planNine,
  planNineLooksFirst,
];
