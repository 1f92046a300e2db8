/** The policy of the user pool, in words: length is what protects. Cognito takes no white space at either end. */
export const passwordRules: readonly {
	readonly text: string;
	readonly met: (password: string) => boolean;
}[] = [
	{ text: '12 characters or more', met: (password) => password.length >= 12 },
	{
		text: 'No space at the beginning or the end',
		met: (password) => password !== '' && password.trim() === password,
	},
];

export function passwordAccepted(password: string): boolean {
	return passwordRules.every((rule) => rule.met(password));
}

/** What is wrong with an address, or undefined: only what a slip of the finger would do, the code proves the rest. */
export function emailProblem(email: string): string | undefined {
	if (email.trim() === '') return 'Type your e-mail address.';
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
		? undefined
		: 'This is not a whole e-mail address, such as ada@example.org.';
}

/** What is wrong with a code, or undefined. */
export function codeProblem(code: string): string | undefined {
	return /^\d{6}$/.test(code) ? undefined : 'Type the six digits of the code.';
}
