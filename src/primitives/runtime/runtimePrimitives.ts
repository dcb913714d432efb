/** Primitives of language runtimes and their standard libraries, for threads that are preempted: Java, Go, Rust, Kotlin. */

import type { Primitive } from 'heddle';
import { goWeighted, goWeightedBefore10 } from './goWeighted.ts';

export const runtimePrimitives: readonly Primitive[] = [goWeighted, goWeightedBefore10];
