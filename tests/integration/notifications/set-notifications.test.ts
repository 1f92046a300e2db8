import { CONFIRMATION_MAILS_PER_DAY } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CLAIM_SECONDS } from '../../../lambdas/notifications/set-notifications.ts';
import { codeOf } from '../../support/people.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const DAY_SECONDS = 24 * 3600;

let world: World;
let ann: Uploader;
let bob: Uploader;
let address: string;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.notifier.isSilent = false;
	[ann, bob] = [await world.newUploader(), await world.newUploader()];
	address = `${randomUUID()}@example.com`;
});

const OFF = { state: 'off', email: null };
const pending = (email: string) => ({ state: 'pending', email });
const confirmed = (email: string) => ({ state: 'confirmed', email });
const mailsTo = (email: string) => world.notifier.asked.filter((each) => each === email).length;
const liveOf = (...emails: string[]) =>
	world.notifier.live().filter((email) => emails.includes(email));

/** A batch of one file arrives; answers the mailbox ids that a notice went to. */
async function noticesOf(person: Uploader): Promise<readonly string[]> {
	const before = world.sent.length;
	await person.upload(`${randomUUID()}.txt`, Buffer.from('hello'));
	await world.sweep();
	return world.sent.slice(before).map(({ mailboxId }) => mailboxId);
}

describe('the language of the mails', () => {
	const subjectFor = async (person: Uploader) => {
		await noticesOf(person);
		return world.sent.at(-1)?.subject;
	};

	test('is that of the browser which has switched them on, or tells of another', async () => {
		await ann.can.setNotifications({ email: address, language: 'de-CH' });
		world.notifier.confirm(address);
		expect(await subjectFor(ann)).toBe('CloudVault: Deine Dateien sind angekommen');

		expect(await ann.can.setNotifications({ language: 'en-GB' })).toEqual(confirmed(address));
		expect(await subjectFor(ann)).toBe('CloudVault: your files have arrived');

		await ann.can.setNotifications({ email: `next-${address}` });
		await ann.can.setNotifications({ language: 'de' });
		expect(mailsTo(`next-${address}`)).toBe(1);
		expect(await subjectFor(ann)).toBe('CloudVault: Deine Dateien sind angekommen');
	});

	test('is told without switching anything on', async () => {
		expect(await ann.can.setNotifications({ language: 'de' })).toEqual(OFF);
		expect(await noticesOf(ann)).toEqual([]);
	});

	test('stays with a wish that is asked for again', async () => {
		await ann.can.setNotifications({ email: address, language: 'de' });
		await ann.can.setNotifications({ email: `next-${address}` });
		expect(await subjectFor(ann)).toBe('CloudVault: Deine Dateien sind angekommen');
	});
});

describe('an address', () => {
	test('is asked first, and gets notices once it has agreed', async () => {
		expect(await ann.can.setNotifications({ email: address })).toEqual(pending(address));
		expect(await noticesOf(ann)).toEqual([world.notifier.filterOf(address)]);

		world.notifier.confirm(address);

		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
	});

	test('is compared without case', async () => {
		await ann.getsNotices(address);

		expect(await ann.can.setNotifications({ email: address.toUpperCase() })).toEqual(
			confirmed(address),
		);
		expect(mailsTo(address)).toBe(1);
	});

	test('replaces the one of before, whose subscription ends', async () => {
		await ann.getsNotices(address);

		await ann.getsNotices(`next-${address}`);

		expect(await ann.can.getNotifications({})).toEqual(confirmed(`next-${address}`));
		expect(liveOf(address, `next-${address}`)).toEqual([`next-${address}`]);
	});

	test('stays when the next one cannot be asked', async () => {
		await ann.getsNotices(address);
		world.notifier.isSilent = true;

		expect(await codeOf(ann.can.setNotifications({ email: `next-${address}` }))).toBe(
			'unavailable',
		);

		world.notifier.isSilent = false;
		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
	});

	test('is let go without another one in its place', async () => {
		await ann.getsNotices(address);

		expect(await ann.can.setNotifications({ email: null })).toEqual(OFF);

		expect(liveOf(address)).toEqual([]);
		expect(await noticesOf(ann)).toEqual([]);
	});

	test('that ended it by the link in a notice is off, and can be asked again', async () => {
		await ann.getsNotices(address);

		world.notifier.end(address);

		expect(await ann.can.getNotifications({})).toEqual(OFF);
		await ann.getsNotices(address);
		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
	});

	test('that does not agree within 48 hours is off', async () => {
		await ann.can.setNotifications({ email: address });

		world.passSeconds(2 * DAY_SECONDS + 1);

		expect(await ann.can.getNotifications({})).toEqual(OFF);
	});

	test('that was let go before it agreed and agrees all the same gets nothing', async () => {
		await ann.can.setNotifications({ email: address });
		await ann.can.setNotifications({ email: null });

		world.notifier.confirm(address);

		expect(await ann.can.getNotifications({})).toEqual(OFF);
		expect(await noticesOf(ann)).toEqual([]);
	});
});

describe("an address to which another vault's notices go", () => {
	beforeEach(() => ann.getsNotices(address));

	test('is answered, now and later, exactly as one that no vault uses', async () => {
		const unused = `unused-${address}`;
		const cleo = await world.newUploader();

		const foreign = await bob.can.setNotifications({ email: address });
		const fresh = await cleo.can.setNotifications({ email: unused });

		expect(foreign).toEqual({ ...fresh, email: address });
		for (const seconds of [0, DAY_SECONDS, DAY_SECONDS + 1]) {
			world.passSeconds(seconds);
			const [one, other] = [
				await bob.can.getNotifications({}),
				await cleo.can.getNotifications({}),
			];
			expect({ ...one, email: '' }).toEqual({ ...other, email: '' });
		}
	});

	test('stays theirs: it is neither replaced, nor ended, nor asked', async () => {
		const filter = world.notifier.filterOf(address);

		await bob.can.setNotifications({ email: address });
		await bob.can.setNotifications({ email: null });
		await bob.can.setNotifications({ email: address });

		expect(mailsTo(address)).toBe(1);
		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
		expect(await noticesOf(ann)).toEqual([filter]);
		expect(await noticesOf(bob)).toEqual([]);
	});

	test('costs no second call more or less than a free one', async () => {
		const calls = (person: Uploader, email: string) =>
			world.notifier.counting(() => person.can.setNotifications({ email }));

		expect(await calls(bob, address)).toEqual(
			await calls(await world.newUploader(), `unused-${address}`),
		);
	});

	test('is free again when they let go of it, and must agree anew', async () => {
		await bob.can.setNotifications({ email: address });
		await ann.can.setNotifications({ email: null });
		expect(await bob.can.getNotifications({})).toEqual(pending(address));
		await bob.can.setNotifications({ email: null });

		await bob.getsNotices(address);

		expect(await bob.can.getNotifications({})).toEqual(confirmed(address));
		expect(mailsTo(address)).toBe(2);
	});

	test('and which they let go of while SNS was silent, agrees anew all the same', async () => {
		world.notifier.isSilent = true;
		await ann.can.setNotifications({ email: null }).catch(() => undefined);
		world.notifier.isSilent = false;

		expect(await bob.can.setNotifications({ email: address })).toEqual(pending(address));

		expect(await noticesOf(ann)).toEqual([]);
		world.notifier.confirm(address);
		expect(await bob.can.getNotifications({})).toEqual(confirmed(address));
	});
});

test('an address that two ask for before it agrees gets the notices of the later one alone', async () => {
	await ann.can.setNotifications({ email: address });
	await bob.can.setNotifications({ email: address });

	world.notifier.confirm(address);

	expect(await ann.can.getNotifications({})).toEqual(pending(address));
	expect(await bob.can.getNotifications({})).toEqual(confirmed(address));
	expect(await noticesOf(ann)).toEqual([]);
	expect(await noticesOf(bob)).toHaveLength(1);
});

describe('while SNS has not answered yet', () => {
	const ask = () => ann.can.setNotifications({ email: address });
	/** A first request waits for SNS at this moment. */
	async function asking(moment: 'beforeSubscribe' | 'afterSubscribe') {
		const held = world.notifier.holdAt(moment);
		const first = ask();
		await held.reached;
		return { first, letGo: held.letGo };
	}

	test.each(['beforeSubscribe', 'afterSubscribe'] as const)(
		'a second call for the same address is told that it is pending, and sends no mail (%s)',
		async (moment) => {
			const { first, letGo } = await asking(moment);

			expect(await ask()).toEqual(pending(address));
			expect(await ann.can.getNotifications({})).toEqual(pending(address));

			letGo();
			expect(await first).toEqual(pending(address));
			expect(mailsTo(address)).toBe(1);
		},
	);

	test('nor does one for an address that had agreed before and ended it since', async () => {
		await ann.getsNotices(address);
		world.notifier.end(address);
		const { first, letGo } = await asking('beforeSubscribe');

		expect(await ask()).toEqual(pending(address));

		letGo();
		expect(await first).toEqual(pending(address));
		expect(mailsTo(address)).toBe(2);
	});

	test('a second call costs no mail of the day', async () => {
		const { first, letGo } = await asking('beforeSubscribe');
		for (let n = 0; n < CONFIRMATION_MAILS_PER_DAY; n++) await ask();
		letGo();
		await first;

		for (let n = 1; n < CONFIRMATION_MAILS_PER_DAY; n++) {
			const email = `${String(n)}-${address}`;
			expect(await ann.can.setNotifications({ email })).toEqual(pending(email));
		}
	});

	test('and fails in the end, the next call asks at once', async () => {
		const { first, letGo } = await asking('beforeSubscribe');
		world.notifier.isSilent = true;
		letGo();
		await first.catch(() => undefined);
		world.notifier.isSilent = false;
		const before = mailsTo(address);

		expect(await ask()).toEqual(pending(address));

		expect(mailsTo(address)).toBe(before + 1);
	});
});

describe('two calls at once', () => {
	test('for the same address ask once', async () => {
		const ask = () => ann.can.setNotifications({ email: address });

		expect(await Promise.all([ask(), ask()])).toEqual([pending(address), pending(address)]);

		expect(mailsTo(address)).toBe(1);
	});

	test('for two addresses leave one live subscription, whichever of them agrees', async () => {
		const other = `other-${address}`;
		await Promise.all([
			ann.can.setNotifications({ email: address }),
			ann.can.setNotifications({ email: other }),
		]);
		for (const email of [address, other]) world.notifier.confirm(email);

		world.passSeconds(3600);
		await world.sweep();

		const { email } = await ann.can.getNotifications({});
		expect(liveOf(address, other)).toEqual([email]);
	});

	test('of two people for one address leave one live subscription, which one of them has', async () => {
		await Promise.all([
			ann.can.setNotifications({ email: address }),
			bob.can.setNotifications({ email: address }),
		]);
		world.notifier.confirm(address);

		const states = [
			(await ann.can.getNotifications({})).state,
			(await bob.can.getNotifications({})).state,
		];

		expect(states.toSorted()).toEqual(['confirmed', 'pending']);
		expect(liveOf(address)).toEqual([address]);
	});
});

describe('confirmation mails', () => {
	const askFor = (person: Uploader, n: number) =>
		person.can.setNotifications({ email: `${String(n)}-${address}` });

	test('are few a day, and the refusal says when to come back', async () => {
		for (let n = 0; n < CONFIRMATION_MAILS_PER_DAY; n++) await askFor(ann, n);
		world.passSeconds(3600);

		const refusal = await askFor(ann, 9).catch((error: unknown) => error);

		expect(refusal).toMatchObject({ code: 'too_many_mails' });
		const { retryAfterSeconds } = refusal as { retryAfterSeconds: number };
		expect(retryAfterSeconds).toBeGreaterThan(22 * 3600);
		expect(mailsTo(`9-${address}`)).toBe(0);
		world.passSeconds(retryAfterSeconds);
		expect((await askFor(ann, 9)).state).toBe('pending');
	});

	test('that were refused change nothing', async () => {
		await ann.getsNotices(address);
		for (let n = 1; n < CONFIRMATION_MAILS_PER_DAY; n++) {
			await askFor(ann, n);
		}
		const before = await ann.can.getNotifications({});

		expect(await codeOf(askFor(ann, 9))).toBe('too_many_mails');

		expect(await ann.can.getNotifications({})).toEqual(before);
	});

	test('to one address are few a day too, and those who ask are told nothing', async () => {
		for (let i = 0; i <= CONFIRMATION_MAILS_PER_DAY; i++) {
			const someone = await world.newUploader();
			expect(await someone.can.setNotifications({ email: address })).toEqual(pending(address));
		}

		expect(mailsTo(address)).toBe(CONFIRMATION_MAILS_PER_DAY);
	});
});

describe('a process that dies', () => {
	test('before SNS was asked is made good by asking again, once it must be over', async () => {
		const killed = world.notifier.killAt('beforeSubscribe');
		void ann.can.setNotifications({ email: address });
		await killed;
		await ann.can.setNotifications({ email: address });
		expect(mailsTo(address)).toBe(0);
		world.passSeconds(CLAIM_SECONDS);

		await ann.getsNotices(address);

		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
	});

	test('when SNS was asked leaves a subscription that is found again', async () => {
		const killed = world.notifier.killAt('afterSubscribe');
		void ann.can.setNotifications({ email: address });
		await killed;
		const filter = world.notifier.filterOf(address);

		world.notifier.confirm(address);
		world.passSeconds(3600);
		await world.sweep();

		expect(await ann.can.getNotifications({})).toEqual(confirmed(address));
		expect(await noticesOf(ann)).toEqual([filter]);
	});

	test.each(['beforeUnsubscribe', 'afterUnsubscribe'] as const)(
		'%s leaves nothing that the sweep does not end',
		async (moment) => {
			await ann.getsNotices(address);
			const killed = world.notifier.killAt(moment);
			void ann.can.setNotifications({ email: null });
			await killed;
			expect(await ann.can.getNotifications({})).toEqual(OFF);

			world.passSeconds(3600);
			await world.sweep();

			expect(liveOf(address)).toEqual([]);
			expect(await world.deps.catalog.mailboxes.get(address)).toBeUndefined();
		},
	);
});
