import { wireAccountMails } from '../../../lambdas/account-mails/wiring.ts';
import { wireDatabaseHealth } from '../../../lambdas/database-health/wiring.ts';
import { wireDerivatives } from '../../../lambdas/derivatives/wiring.ts';
import { wireDownloads } from '../../../lambdas/downloads/wiring.ts';
import { wireHealth } from '../../../lambdas/health/wiring.ts';
import { wireInvitations } from '../../../lambdas/invitations/wiring.ts';
import { wireManifest } from '../../../lambdas/manifest/wiring.ts';
import { wireMigrate } from '../../../lambdas/migrate/wiring.ts';
import { wireNotifications } from '../../../lambdas/notifications/wiring.ts';
import { wireObjectEvents } from '../../../lambdas/object-events/wiring.ts';
import { wirePurge } from '../../../lambdas/purge/wiring.ts';
import { wireRestores } from '../../../lambdas/restores/wiring.ts';
import { wireSweep } from '../../../lambdas/sweep/wiring.ts';
import { wireUploads } from '../../../lambdas/uploads/wiring.ts';
import { wireVault } from '../../../lambdas/vault/wiring.ts';
import type { Check } from '../check.ts';
import {
	at,
	list,
	property,
	resourcesOf,
	text,
	type Json,
	type JsonObject,
	type Template,
} from '../template.ts';

const FUNCTIONS = {
	VaultLambdaFunction: wireVault,
	UploadsLambdaFunction: wireUploads,
	DownloadsLambdaFunction: wireDownloads,
	RestoresLambdaFunction: wireRestores,
	DerivativesLambdaFunction: wireDerivatives,
	PurgeLambdaFunction: wirePurge,
	NotificationsLambdaFunction: wireNotifications,
	InvitationsLambdaFunction: wireInvitations,
	AccountMailsLambdaFunction: wireAccountMails,
	OnObjectEventLambdaFunction: wireObjectEvents,
	SweepLambdaFunction: wireSweep,
	ManifestLambdaFunction: wireManifest,
	MigrateLambdaFunction: wireMigrate,
	HealthLambdaFunction: wireHealth,
	DatabaseHealthLambdaFunction: wireDatabaseHealth,
} as const satisfies Record<string, () => unknown>;

/** The names a function asks its environment for. */
function readBy(wire: () => unknown): readonly string[] {
	const asked = new Set<string>();
	const real = process.env;
	process.env = new Proxy<NodeJS.ProcessEnv>(
		{},
		{
			has: (_, key) => asked.add(String(key)).has(''),
			get: (_, key) => (asked.add(String(key)), undefined),
		},
	);
	try {
		wire();
	} catch {
		// An empty environment is incomplete for every function; what it asked for is what counts.
	} finally {
		process.env = real;
	}
	return [...asked].sort();
}

/** Without those that a library, or whatever answers requests, reads by itself. */
function declaredFor(template: Template, logicalId: string): readonly string[] {
	return Object.keys((property(template, `${logicalId}.Environment.Variables`) ?? {}) as object)
		.filter((name) => !name.startsWith('POWERTOOLS_') && name !== 'PERSON_LIMITS')
		.sort();
}

/** Bytes of names and values together: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const VARIABLES_MAX = 4096;

/** More bytes than any reference of ours is long once CloudFormation has put its value in. */
const REFERENCE_BYTES = 128;

/** How many bytes a value has at the most when it is resolved. */
function bytesOf(value: Json): number {
	if (typeof value !== 'object' || value === null) return Buffer.byteLength(String(value));
	const parts = list(at(value, 'Fn::Join.1')).map(bytesOf);
	const sub = text(list(at(value, 'Fn::Sub'))[0] ?? '');
	const choices = list(at(value, 'Fn::If')).slice(1).map(bytesOf);
	return Math.max(
		REFERENCE_BYTES,
		sub.length + sub.split('${').length * REFERENCE_BYTES,
		parts.reduce((sum, bytes) => sum + bytes + 1, 0),
		...choices,
	);
}

export const environmentChecks: readonly Check[] = [
	{
		promise: 'gives each function the variables it reads, and no others',
		find: (template) =>
			Object.entries(FUNCTIONS)
				.map(([id, wire]) => [id, readBy(wire), declaredFor(template, id)] as const)
				.filter(([, read, declared]) => text(read as never) !== text(declared as never))
				.map(([id, read, declared]) => `${id} reads ${read.join()}, has ${declared.join()}`),
		mutants: Object.keys(FUNCTIONS).flatMap((id) => [
			{ path: `${id}.Properties.Environment.Variables` },
			{ path: `${id}.Properties.Environment.Variables.NEVER_READ`, to: 'x' },
		]),
	},
	{
		promise: 'fits into what Lambda takes',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
				const variables = Object.entries(
					(at(Properties, 'Environment.Variables') ?? {}) as JsonObject,
				);
				const bytes = variables.reduce(
					(sum, [name, value]) => sum + name.length + bytesOf(value),
					0,
				);
				return bytes <= VARIABLES_MAX ? [] : [`${id} has ${String(bytes)} bytes of variables`];
			}),
		mutants: [
			{
				path: 'HealthLambdaFunction.Properties.Environment.Variables.ALARMS.Fn::Join.1',
				to: Array.from({ length: 200 }, () => 'notifications-near-timeout'),
			},
		],
	},
	{
		promise: 'declares every function that the code knows, and no other',
		find: (template) => {
			const declared = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);
			const known = Object.keys(FUNCTIONS);
			return [
				...known.filter((id) => !declared.includes(id)),
				...declared.filter((id) => !known.includes(id)),
			];
		},
		mutants: [
			{ path: 'SweepLambdaFunction' },
			{ path: 'ForgottenLambdaFunction', to: { Type: 'AWS::Lambda::Function' } },
		],
	},
];
