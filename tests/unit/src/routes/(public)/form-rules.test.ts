import { expect, test } from 'vitest';
import {
	codeProblem,
	emailProblem,
	passwordAccepted,
} from '../../../../../src/routes/(public)/form-rules';

test.each(['correct horse', '123456789012', 'пароль пароль', '🐎🔋📎🐴🐎🔋'])(
	'takes %j for a password',
	(password) => {
		expect(passwordAccepted(password)).toBe(true);
	},
);

test.each(['', 'short', '12345678901', ' correct horse', 'correct horse '])(
	'refuses %j for a password, as the user pool would',
	(password) => {
		expect(passwordAccepted(password)).toBe(false);
	},
);

test.each(['ada@example.org', ' ada@example.org ', 'a+b@x.co'])(
	'takes %j for an address',
	(email) => {
		expect(emailProblem(email)).toBeUndefined();
	},
);

test.each(['', '  ', 'ada', 'ada@', 'ada@example', '@example.org', 'a b@example.org'])(
	'says what is wrong with the address %j',
	(email) => {
		expect(emailProblem(email)).toMatch(/\.$/);
	},
);

test.each(['', '12345', '1234567', 'abcdef', '12 345'])('does not send %j as a code', (code) => {
	expect(codeProblem(code)).toBeDefined();
});

test('sends six digits as a code', () => {
	expect(codeProblem('012345')).toBeUndefined();
});
