import { randomBytes } from 'node:crypto';
import { startStack, type Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { listFiles } from './browser/stored.ts';
import { compare, type Pace, type Result } from './compare.ts';

const PEOPLE = 3;
const FILES = { whole: 200, quick: 60 };
const SIZE_BYTES = 20_000;

/** `npm start` with several people: each sends files of 20 kB, one post after the other, and lists them. */
export async function benchPeople({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? FILES.quick : FILES.whole;
	const stack = await startStack({ site: false, throttles: false });
	try {
		const send = () => sendFiles(stack, count);
		const atOnce = () => Promise.all(Array.from({ length: PEOPLE }, send));
		const result = await compare({
			name: 'people',
			what: `${String(PEOPLE)} people send ${String(count)} files each to npm start at once, and list them`,
			ours: { name: 'at once', run: () => atOnce().then(() => undefined) },
			reference: {
				name: 'one after the other',
				run: async () => {
					for (let person = 0; person < PEOPLE; person++) await send();
				},
			},
			targetRatio: 1,
			rounds,
		});
		return [result];
	} finally {
		await stack.close();
	}
}

async function sendFiles(stack: Stack, count: number): Promise<void> {
	const client = new VaultClient(stack, await stack.createUser());
	const { rootId } = await client.open();
	const names = Array.from({ length: count }, (_, index) => `${String(index)}.bin`);
	await client.uploadAll(rootId, names, randomBytes(SIZE_BYTES));
	const listed = await listFiles(client, rootId);
	if (listed.length !== count)
		throw new Error(`${String(listed.length)} of ${String(count)} files are listed`);
}
