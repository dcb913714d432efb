export { madeUp, words, type Word } from '../judge/selfcheck/madeUp.ts';
