/** Primitives of language runtimes and their standard libraries, for threads that are preempted: Java, Go, Rust, emscripten. */

import type { Primitive } from 'heddle';
import { java6, java7, java7Fair } from './aqs.ts';
import {
  emscriptenMain,
  emscriptenMain2016,
  emscriptenMainOverwritten,
  emscriptenMainRestored,
} from './emscripten.ts';
import { goMutex } from './goMutex.ts';
import { goWeighted, goWeightedBefore10 } from './goWeighted.ts';
import { kotlin, kotlinBefore1323 } from './kotlin.ts';
import { parkingLot, parkingLot2018, parkingLotFair } from './parkingLot.ts';
import { semaphoreSlim, semaphoreSlimInterrupted } from './semaphoreSlim.ts';
import { tokio, tokioSilent } from './tokio.ts';

export const runtimePrimitives: readonly Primitive[] = [
  java6,
  java7,
  java7Fair,
  goMutex,
  goWeighted,
  goWeightedBefore10,
  kotlin,
  kotlinBefore1323,
  semaphoreSlim,
  semaphoreSlimInterrupted,
  tokio,
  tokioSilent,
  parkingLot2018,
  parkingLot,
  parkingLotFair,
  emscriptenMain,
  emscriptenMain2016,
  emscriptenMainOverwritten,
  emscriptenMainRestored,
];
