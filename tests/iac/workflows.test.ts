import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changed } from './check.ts';
import { at, everyValue, isObject, list, text, type Json } from './template.ts';

const read = (name: string): Json =>
	parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8')) as Json;

/** Both workflows, by their names. */
const workflows: Json = { deploy: read('deploy'), test: read('test') };

interface Promised {
	readonly promise: string;
	/** Whether it holds. */
	readonly holds: (workflows: Json) => boolean;
	/** Changes that must break it: a path, and what is put there. */
	readonly mutants: readonly (readonly [path: string, to: Json])[];
}

const COMMIT = '${{ needs.commit.outputs.sha }}';
const STAGE = '${{ inputs.stage || vars.STAGE }}';
/** As in the trust of the roles: deploy/github-role.yml. */
const ENVIRONMENTS: Readonly<Record<string, string>> = { plan: `plan-${STAGE}`, deploy: STAGE };

const every = (all: Json, key: string): readonly string[] =>
	[...everyValue(all)].filter(isObject).flatMap((each) => (key in each ? [text(each[key])] : []));

const promises: readonly Promised[] = [
	{
		promise: 'deploys the one commit that was found on main, tested and planned',
		holds: (all) =>
			text(at(all, 'deploy.jobs.test.needs')) === 'commit' &&
			at(all, 'deploy.jobs.test.uses') === './.github/workflows/test.yml' &&
			at(all, 'deploy.jobs.test.with.commit') === COMMIT &&
			text(at(all, 'deploy.jobs.plan.needs')) === '["commit","test"]' &&
			text(at(all, 'deploy.jobs.deploy.needs')) === '["commit","plan"]' &&
			['plan', 'deploy'].every(
				(job) => at(all, `deploy.jobs.${job}.steps.0.with.ref`) === COMMIT,
			) &&
			text(at(all, 'test.jobs.test.steps.0.with.ref')).startsWith('${{ inputs.commit '),
		mutants: [
			['deploy.jobs.plan.needs', ['commit']],
			['deploy.jobs.deploy.needs', ['commit']],
			['deploy.jobs.test.with.commit', '${{ github.sha }}'],
			['deploy.jobs.deploy.steps.0.with.ref', 'main'],
			['test.jobs.test.steps.0.with.ref', '${{ github.sha }}'],
		],
	},
	{
		promise: 'lets GitHub vouch for planning and deploying alone, each in its own environment',
		holds: (all) =>
			text(at(all, 'deploy.permissions')) === '{"contents":"read"}' &&
			text(at(all, 'test.permissions')) === '{"contents":"read"}' &&
			Object.entries(at(all, 'deploy.jobs') ?? {}).every(
				([job, { permissions, environment }]: [string, Record<string, Json>]) =>
					text(at(permissions, 'id-token')) === (job in ENVIRONMENTS ? 'write' : 'null') &&
					environment === ENVIRONMENTS[job],
			),
		mutants: [
			['deploy.permissions', 'write-all'],
			['test.permissions', { 'id-token': 'write' }],
			['deploy.jobs.commit.permissions', { 'id-token': 'write' }],
			['deploy.jobs.plan.environment', STAGE],
			['deploy.jobs.deploy.environment', `plan-${STAGE}`],
		],
	},
	{
		promise: 'plans and deploys by what the commit says, and by no value kept on GitHub',
		holds: (all) =>
			['plan', 'deploy'].every(
				(job) => !list(at(all, `deploy.jobs.${job}.steps`)).some((step) => at(step, 'env')),
			) && text(at(all, 'deploy.env')) === JSON.stringify({ STAGE }),
		mutants: [
			['deploy.jobs.plan.steps.4.env', { SITE_DOMAIN: '${{ vars.SITE_DOMAIN }}' }],
			['deploy.env.SITE_DOMAIN', '${{ vars.SITE_DOMAIN }}'],
		],
	},
	{
		promise: 'runs actions by the commit that was read, whatever their tags say later',
		holds: (all) =>
			every(all, 'uses').every((uses) => uses.startsWith('./') || /@[0-9a-f]{40}$/.test(uses)),
		mutants: [['test.jobs.test.steps.0.uses', 'actions/checkout@v7']],
	},
	{
		promise: 'pastes no value into a script, and hears of a failure before a pipe',
		holds: (all) =>
			every(all, 'run').every((script) => !script.includes('${{')) &&
			at(all, 'deploy.defaults.run.shell') === 'bash',
		mutants: [
			['deploy.jobs.deploy.steps.4.run', 'npm run deploy -- --stage ${{ inputs.stage }}'],
			['deploy.defaults.run', {}],
		],
	},
	{
		promise: 'looks on every push for weaknesses known in what is shipped, and stops at one',
		holds: (all) =>
			list(at(all, 'test.jobs.test.steps')).some(
				(step) =>
					at(step, 'run') === 'npm audit --omit=dev --audit-level=high' &&
					at(step, 'continue-on-error') === undefined,
			) && text(at(all, 'test.on')).includes('"push":null'),
		mutants: [
			['test.jobs.test.steps.4.run', 'npm audit --omit=dev --audit-level=high || true'],
			['test.jobs.test.steps.4.continue-on-error', true],
			['test.on', { workflow_call: null }],
		],
	},
	{
		promise: 'never stops a deployment half-way, nor the tests that one waits for',
		holds: (all) =>
			at(all, 'deploy.concurrency.cancel-in-progress') === false &&
			at(all, 'test.name') === 'test' &&
			text(at(all, 'test.concurrency.group')).includes(
				"github.workflow == 'test' && github.ref || github.run_id",
			),
		mutants: [
			['deploy.concurrency.cancel-in-progress', true],
			['test.concurrency.group', 'test-${{ github.ref }}'],
			['test.name', 'tests'],
		],
	},
];

describe.each(promises)('a workflow $promise', ({ holds, mutants }) => {
	it('holds', () => {
		expect(holds(workflows)).toBe(true);
	});

	it.each(mutants)('is broken by a change at %s', (path, to) => {
		expect(holds(changed(workflows, path, to))).toBe(false);
	});
});
