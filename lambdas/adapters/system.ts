import { uuidv7 } from 'uuidv7';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';

export const systemClock: Clock = { now: () => new Date() };

export const newId: NewId = uuidv7;
