import type { ResponseOf } from '#contract/endpoint';
import type * as contract from '#contract/health';
import { runCheck, type OnCheckFailed } from '../checks/run-check.ts';
import type { AlarmListeners, Alarms } from '../ports/alarms.ts';
import type { BucketSettings } from '../ports/bucket-settings.ts';
import type { Schedules } from '../ports/schedules.ts';
import type { UseCase } from '../ports/use-case.ts';
import { lifecycleFaults } from './internal/lifecycle-faults.ts';

export interface CloudHealthDeps {
	readonly bucket: BucketSettings;
	readonly alarms: Alarms;
	/** The alarms there should be: each is named by the stage's prefix and its own last part. */
	readonly expected: { readonly prefix: string; readonly alarms: readonly string[] };
	readonly listeners: AlarmListeners;
	readonly schedules: Schedules;
	/** The schedules there should be. */
	readonly expectedSchedules: readonly string[];
	readonly onCheckFailed: OnCheckFailed;
}

type Health = ResponseOf<typeof contract.getCloudHealth>;

/** All at once: each is a call over the network, and the owner waits. */
export const getCloudHealth: UseCase<CloudHealthDeps, typeof contract.getCloudHealth> = async (
	deps,
) => {
	const { bucket, onCheckFailed } = deps;
	const look = <T>(check: keyof Health, read: () => Promise<T>) =>
		runCheck(check, read, onCheckFailed);
	const [versioning, lifecycle, publicAccess, encryption, alarms, subscriptions, schedules] =
		await Promise.all([
			look('versioning', async () => verdict(await bucket.keepsVersions())),
			look('lifecycle', async () => {
				const faults = lifecycleFaults(await bucket.lifecycleRules());
				return faults.length === 0 ? OK : { state: 'failing' as const, faults };
			}),
			look('publicAccess', async () => verdict(await bucket.isClosedToPublic())),
			look('encryption', async () => verdict(await bucket.encrypts())),
			look('alarms', () => alarmsOf(deps)),
			look('subscriptions', () => subscriptionsOf(deps)),
			look('schedules', () => schedulesOf(deps)),
		]);
	return { versioning, lifecycle, publicAccess, encryption, alarms, subscriptions, schedules };
};

const OK = { state: 'ok' as const };

/** The section about all alarms, for one whose description was changed by hand. */
const NO_RUNBOOK = 'alarms';

function verdict(isWell: boolean): Health['versioning'] {
	return isWell ? OK : { state: 'failing' };
}

async function alarmsOf({ alarms, expected }: CloudHealthDeps): Promise<Health['alarms']> {
	const { prefix } = expected;
	const found = await alarms.find(expected.alarms.map((name) => prefix + name));
	const short = (some: typeof found) => some.map(({ name }) => name.slice(prefix.length));
	const present = short(found);
	const missing = expected.alarms.filter((name) => !present.includes(name));
	const red = found.filter((alarm) => alarm.isRinging);
	const ringing = short(red);
	const runbooks = [...new Set(red.map((alarm) => alarm.runbook ?? NO_RUNBOOK))];
	const silenced = short(found.filter((alarm) => !alarm.isHeard));
	return missing.length + ringing.length + silenced.length === 0
		? { state: 'ok', count: found.length }
		: { state: 'failing', ringing, runbooks, silenced, missing };
}

async function subscriptionsOf({ listeners }: CloudHealthDeps): Promise<Health['subscriptions']> {
	const { confirmed, pending } = await listeners.count();
	return confirmed > 0 ? { state: 'ok', confirmed, pending } : { state: 'failing', pending };
}

async function schedulesOf(deps: CloudHealthDeps): Promise<Health['schedules']> {
	const names = deps.expectedSchedules;
	const states = await Promise.all(names.map((name) => deps.schedules.stateOf(name)));
	const disabled = names.filter((_name, index) => states[index] === 'disabled');
	const missing = names.filter((_name, index) => states[index] === 'absent');
	return disabled.length + missing.length === 0
		? { state: 'ok', count: names.length }
		: { state: 'failing', disabled, missing };
}
