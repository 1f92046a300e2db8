import { UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { campaignOf, figures } from './campaign.ts';
import { Client, type ClientCounts } from './chaos/client.ts';
import { Ledger } from './chaos/ledger.ts';
import { planOf } from './chaos/plan.ts';
import { compare } from './chaos/verdict.ts';
import { Storm } from './chaos/weather.ts';

const CLIENTS = 8;
/** So that two clients share a vault, its lock and its quota. */
const VAULTS = 4;
/** Little enough that it is full now and then. */
const QUOTA_BYTES = 256 * 1024 * 1024;

const campaign = campaignOf(400);
const TIMEOUT_MS = 120_000 + campaign.size * 250;

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());

test(
	'eight clients and a storm: what was acknowledged is there, what was deleted is not, and fsck finds nothing',
	async () => {
		const wrong: string[] = [];
		const counts: ClientCounts = {
			acknowledged: 0,
			'deleted forever': 0,
			refused: 0,
			'asked again': 0,
			'never answered': 0,
			'files read': 0,
		};
		const vaults = await Promise.all(
			Array.from({ length: VAULTS }, async (_, i) => {
				const vault = await world.newUploader(QUOTA_BYTES);
				await vault.getsNotices(`chaos-${String(i)}@example.com`);
				return { vault, ledger: new Ledger() };
			}),
		);
		const clients = await Promise.all(
			Array.from({ length: CLIENTS }, async (_, number) => {
				const { vault, ledger } = vaults[number % VAULTS] ?? fail();
				const blame = (what: string) => wrong.push(`client ${String(number)}: ${what}`);
				const client = new Client({ number, vault, ledger, counts, blame });
				await client.begin();
				return client;
			}),
		);
		const plan = planOf(campaign.randomFor('plan'), {
			operations: campaign.size,
			clients: CLIENTS,
		});
		const storm = new Storm(world, campaign.randomFor('storm'));

		storm.begin();
		await Promise.all(
			clients.map(async (client, number) => {
				for (const step of plan.filter((each) => each.client === number)) {
					await client.do(step);
					await storm.after(step.weather);
				}
			}),
		);
		await storm.end();
		await heal();

		for (const { vault, ledger } of vaults) {
			for await (const line of compare(vault, ledger)) wrong.push(line);
		}
		const found = await world.fsck();
		const told = { operations: plan.length, ...counts, ...storm.counts };
		console.log(figures('chaos', campaign, { ...told, wrong: wrong.length, found: found.length }));
		expect([...wrong, ...storm.crashes, ...found]).toEqual([]);
	},
	TIMEOUT_MS,
);

/** What the schedules do within a week. The clock of uploads may have been a week ahead when they began. */
async function heal(): Promise<void> {
	world.passSeconds(7 * 24 * 3600 + UPLOAD_LIFE_SECONDS + 3600);
	await world.sweep();
	await world.sweep();
	await world.reconcile();
	world.turnBack();
}

function fail(): never {
	throw new Error('there are fewer vaults than clients need');
}
