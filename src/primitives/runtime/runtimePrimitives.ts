/** Primitives of language runtimes and their standard libraries, for threads that are preempted: Java, Go, Rust, Kotlin. */

import type { Primitive } from 'heddle';
import { java6, java7 } from './aqs.ts';
import { goWeighted, goWeightedBefore10 } from './goWeighted.ts';

export const runtimePrimitives: readonly Primitive[] = [java6, java7, goWeighted, goWeightedBefore10];
