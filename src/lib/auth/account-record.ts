import * as v from 'valibot';

const schema = v.object({
	email: v.string(),
	sub: v.string(),
	/** One of those who run this stage, and see its health page. */
	ownsStage: v.optional(v.boolean(), false),
});
export type Account = v.InferOutput<typeof schema>;

/** Under this key of localStorage; its removal tells the other tabs that the person signed out. */
export const ACCOUNT_KEY = 'cloudvault.account';

/** Who is signed in on this browser: known before the first request, so that a reload shows the vault at once. */
export function readAccountRecord(): Account | undefined {
	const parsed = v.safeParse(
		v.pipe(v.string(), v.parseJson(), schema),
		localStorage.getItem(ACCOUNT_KEY),
	);
	return parsed.success ? parsed.output : undefined;
}

export function writeAccountRecord(account: Account): void {
	localStorage.setItem(ACCOUNT_KEY, JSON.stringify(account));
}

export function eraseAccountRecord(): void {
	localStorage.removeItem(ACCOUNT_KEY);
}
