/** The door to property-based tests with fast-check: `heddle/fast-check`. */

export { clients, type ClientConstraints } from './clients.ts';
export { interrupts, lockStrengths, schedules } from './schedules.ts';
export {
  assertScenarios,
  executeScenario,
  scenarios,
  type Scenario,
  type ScenarioConstraints,
  type ScenarioOutcome,
  type ScenarioRunOptions,
} from './scenarios.ts';
export { everySchedule, type EveryScheduleOptions, type EveryScheduleReport } from './everySchedule.ts';
