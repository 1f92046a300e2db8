import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { instant } from './ids.ts';

/**
 * One thing that is looked at. `unknown` is neither good nor bad: the service that had to be asked did not
 * answer, or refused. The facts are those that the sentence on the page needs, and no more.
 */
function check<Ok extends v.ObjectEntries, Failing extends v.ObjectEntries>(facts: {
	readonly ok: Ok;
	readonly failing: Failing;
}) {
	return v.variant('state', [
		v.object({ state: v.literal('ok'), ...facts.ok }),
		v.object({ state: v.literal('failing'), ...facts.failing }),
		v.object({ state: v.literal('unknown') }),
	]);
}

const names = v.array(v.string());

/** What can be wrong with the rules by which S3 moves and removes objects. */
const lifecycleFaults = [
	/** Originals do not move to Standard-IA after 30 days and to Glacier after 60. */
	'originals-stay-expensive',
	/** Originals are archived whatever their tag says, so those that people keep ready as well. */
	'kept-files-archived',
	/** Derivatives are archived as well, so that a gallery would wait for them to be restored. */
	'derivatives-archived',
	/** Noncurrent versions are deleted by their age; a form posted twice makes a file's own version one. */
	'older-versions-expire',
	/** Parts of unfinished uploads are kept, and paid, for ever. */
	'unfinished-uploads-stay',
	/** Unfinished uploads go before our own sweep has looked at them, within a week. */
	'unfinished-uploads-go-early',
	/** Files are deleted by their age. */
	'files-expire',
] as const;
export type LifecycleFault = (typeof lifecycleFaults)[number];

/** What AWS says about the stage. Read from outside the private network: see docs/architecture.md. */
export const getCloudHealth = endpoint({
	name: 'getCloudHealth',
	function: 'health',
	method: 'GET',
	path: '/health/cloud',
	onlyFor: 'owners',
	request: v.strictObject({}),
	response: v.object({
		versioning: check({ ok: {}, failing: {} }),
		lifecycle: check({ ok: {}, failing: { faults: v.array(v.picklist(lifecycleFaults)) } }),
		publicAccess: check({ ok: {}, failing: {} }),
		encryption: check({ ok: {}, failing: {} }),
		/**
		 * By the last part of their names, such as `vault-errors`. `runbooks` are the sections of
		 * docs/operate.md about those that ring, each once.
		 */
		alarms: check({
			ok: { count: v.number() },
			failing: { ringing: names, runbooks: names, silenced: names, missing: names },
		}),
		/** How many addresses hear the alarms, and how many were asked and have not agreed. */
		subscriptions: check({
			ok: { confirmed: v.number(), pending: v.number() },
			failing: { pending: v.number() },
		}),
		/** By the names that EventBridge knows. */
		schedules: check({ ok: { count: v.number() }, failing: { disabled: names, missing: names } }),
	}),
});

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Objects of one kind, and what keeping them costs a month: an estimate by the list prices of `pricesCheckedOn`. */
const priced = v.object({ count, bytes: count, usdPerMonth: v.number() });

/** What a comparison of bucket and database found, whatever it did about it. See docs/operate.md#drift-found. */
export const drift = v.object({
	/** Versions and delete markers in the bucket. */
	compared: count,
	/** No row names their keys. */
	orphans: priced,
	/** A row names another version of their keys. */
	surplus: priced,
	/** A row names them, and something newer lies above. */
	hidden: priced,
	/** Of these, perhaps last copies of files: not removed. */
	spared: count,
	/** Of these, with keys that CloudVault never makes: not removed. */
	strange: count,
	/** Rows that name what S3 does not have: of files, and of thumbnails and previews. */
	ghosts: v.object({ files: count, derivatives: count, bytes: count }),
	pricesCheckedOn: v.pipe(v.string(), v.isoDate()),
});
export type Drift = v.InferOutput<typeof drift>;

/** What the database says about itself. */
export const getDatabaseHealth = endpoint({
	name: 'getDatabaseHealth',
	function: 'databaseHealth',
	method: 'GET',
	path: '/health/database',
	onlyFor: 'owners',
	request: v.strictObject({}),
	response: v.object({
		/**
		 * `missing` have not run here. `newer` ran here with a later release: that is no fault, as
		 * migrations only add and a release can be rolled back over them.
		 */
		migrations: check({ ok: { newer: names }, failing: { missing: names } }),
		sqlMode: check({
			ok: {},
			failing: { faults: v.array(v.picklist(['not-strict', 'no-backslash-escapes'])) },
		}),
		/** The last one that reached the end. It fails where a person has to look. Null before the first. */
		comparison: check({
			ok: { last: v.nullable(v.object({ comparedAt: instant, drift })) },
			failing: { last: v.object({ comparedAt: instant, drift }) },
		}),
	}),
});
