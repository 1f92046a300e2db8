import { expect, test } from 'vitest';
import { passesFilter } from '../../../../local/messaging/filter-policy.ts';

const attributes = {
	owner: { type: 'String', value: 'anna' },
	kinds: { type: 'String.Array', value: '["photo","video"]' },
	size: { type: 'Number', value: '3' },
};

test.each([
	[{}, true],
	[{ owner: ['anna'] }, true],
	[{ owner: ['ben', 'anna'] }, true],
	[{ owner: ['ben'] }, false],
	[{ owner: ['anna'], size: [3] }, true],
	[{ owner: ['anna'], size: [4] }, false],
	[{ missing: ['x'] }, false],
	[{ kinds: ['video'] }, true],
	[{ kinds: ['text'] }, false],
	[{ owner: [{ prefix: 'an' }] }, true],
	[{ owner: [{ suffix: 'en' }] }, false],
	[{ owner: [{ 'anything-but': ['ben'] }] }, true],
	[{ owner: [{ 'anything-but': ['anna'] }] }, false],
	[{ missing: [{ exists: false }] }, true],
	[{ owner: [{ exists: false }] }, false],
])('%j lets the message through: %s', (policy, expected) => {
	expect(passesFilter(policy, attributes)).toBe(expected);
});

test.each([[{ size: [{ numeric: ['>', 1] }] }], [{ owner: 'anna' }], [['owner']]])(
	'%j is refused rather than misunderstood',
	(policy) => {
		expect(() => passesFilter(policy, attributes)).toThrow(/FilterPolicy/);
	},
);
