import {
	formatAbout,
	formatDay,
	formatInstant,
	formatInstantInFull,
	formatUntil,
} from '$lib/format/instant';
import { formatMonth } from '$lib/format/month';
import { expect, test } from 'vitest';

/** A Wednesday, in winter time: 15:30 in Berlin. */
const place = { now: new Date('2025-01-15T14:30:00Z'), timeZone: 'Europe/Berlin' };

test.each([
	['2025-01-15T14:29:31.000Z', 'just now'],
	['2025-01-15T14:30:40.000Z', 'just now'],
	['2025-01-15T14:29:00.000Z', '1 minute ago'],
	['2025-01-15T13:31:00.000Z', '59 minutes ago'],
	['2025-01-15T13:05:00.000Z', 'today 14:05'],
	['2025-01-14T23:00:00.000Z', 'today 00:00'],
	['2025-01-14T22:59:00.000Z', 'yesterday 23:59'],
	['2025-01-14T13:05:00.000Z', 'yesterday 14:05'],
	['2025-01-16T13:05:00.000Z', 'tomorrow 14:05'],
	['2025-01-12T08:00:00.000Z', 'Sunday 09:00'],
	['2025-01-08T08:00:00.000Z', '8 January'],
	['2025-02-01T08:00:00.000Z', '1 February'],
	['2024-12-31T22:59:00.000Z', '31 Dec 2024'],
	['2024-12-31T23:00:00.000Z', '1 January'],
])('says %s as %s', (instant, said) => {
	expect(formatInstant(instant, place)).toBe(said);
});

test('does not say what is no instant', () => {
	expect(formatInstant('soon', place)).toBe('—');
});

test('says the whole of it where it is asked for', () => {
	expect(formatInstantInFull('2025-01-14T13:05:00Z', place)).toBe(
		'Tuesday, 14 January 2025 at 14:05',
	);
});

test.each([
	['2025-03-31T22:30:00.000Z', 'April'],
	['2024-03-10T12:00:00.000Z', 'March 2024'],
])('groups %s under %s', (instant, said) => {
	expect(formatMonth(instant, place)).toBe(said);
});

test.each([
	['2025-01-15T14:29:31.000Z', '15 January'],
	['2024-12-31T23:00:00.000Z', '1 January'],
	['2024-12-31T22:59:00.000Z', '31 Dec 2024'],
])('says the day of %s as %s', (instant, said) => {
	expect(formatDay(instant, place)).toBe(said);
});

test.each([
	['2025-01-15T19:00:00.000Z', 'today 20:00'],
	['2025-01-16T13:05:00.000Z', 'tomorrow 14:05'],
	['2025-01-17T13:05:00.000Z', '17 Jan'],
	['2025-12-04T13:05:00.000Z', '4 Dec'],
	['2026-01-04T13:05:00.000Z', '4 Jan 2026'],
])('lasts until %s: %s', (instant, said) => {
	expect(formatUntil(instant, place)).toBe(said);
});

test.each([
	['2025-01-15T14:20:00.000Z', 'any moment'],
	['2025-01-15T14:31:00.000Z', 'any moment'],
	['2025-01-15T14:34:20.000Z', 'within 5 minutes'],
	['2025-01-15T14:45:01.000Z', 'about 16:00'],
	['2025-01-15T18:30:00.000Z', 'about 19:30'],
	['2025-01-15T22:31:00.000Z', 'tonight'],
	['2025-01-16T03:29:00.000Z', 'tonight'],
	['2025-01-16T03:31:00.000Z', 'tomorrow morning'],
	['2025-01-16T13:00:00.000Z', 'tomorrow afternoon'],
	['2025-01-16T18:00:00.000Z', 'tomorrow evening'],
	['2025-01-17T02:00:00.000Z', 'Friday morning'],
	['2025-02-01T08:00:00.000Z', '1 February'],
])('is ready at %s: %s', (instant, said) => {
	expect(formatAbout(instant, place)).toBe(said);
});
