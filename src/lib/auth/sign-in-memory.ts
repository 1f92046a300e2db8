import * as v from 'valibot';

/** Why the last session of this tab is over, where it is not the person who ended it here. */
const endings = ['expired', 'other-tab', 'everywhere', 'deleted'] as const;
export type Ending = (typeof endings)[number];

const schema = v.object({
	/** The address typed last. */
	email: v.optional(v.string(), ''),
	/** A code was sent, and is to be typed. */
	step: v.optional(v.picklist(['confirm-sign-up', 'reset-password'])),
	ended: v.optional(v.picklist(endings)),
});
export type SignInMemory = v.InferOutput<typeof schema>;

const KEY = 'cloudvault.before-sign-in';

/** What the pages before the sign-in know in this tab from one to the next and over a reload. Never a password or code. */
export function readSignInMemory(): SignInMemory {
	const parsed = v.safeParse(
		v.pipe(v.string(), v.parseJson(), schema),
		sessionStorage.getItem(KEY) ?? '{}',
	);
	return parsed.success ? parsed.output : { email: '' };
}

/** A value of undefined is forgotten. */
export function rememberForSignIn(change: {
	readonly [Name in keyof SignInMemory]?: SignInMemory[Name] | undefined;
}): void {
	sessionStorage.setItem(KEY, JSON.stringify({ ...readSignInMemory(), ...change }));
}

/** The person has signed in. */
export function forgetSignInMemory(): void {
	sessionStorage.removeItem(KEY);
}

/** What to say of an ending on the page to sign in on. */
export function endingSentence(ending: Ending): string {
	switch (ending) {
		case 'expired':
			return 'You were away for long, or signed out elsewhere. Sign in to go on where you were.';
		case 'other-tab':
			return 'You signed out in another tab. Sign in to go on where you were.';
		case 'everywhere':
			return 'You were signed out on all devices. Sign in to go on where you were.';
		case 'deleted':
			return 'Your account and everything in it is deleted.';
	}
}
