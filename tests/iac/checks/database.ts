import { hasExactly, type Check } from '../check.ts';
import { allBefore, dependencies } from '../references.ts';
import { parametersOf } from '../stage.ts';
import { at, list, property, resourcesOf, text, type Json } from '../template.ts';

/** RDS writes into groups of these names, and makes them, without an end, where they are not there. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
	Database: [
		'/aws/rds/instance/cloudvault-dev/error',
		'/aws/rds/instance/cloudvault-dev/slowquery',
	],
	DatabaseProxy: ['/aws/rds/proxy/cloudvault-dev'],
};

const pool = 'DatabaseProxyTargets.ConnectionPoolConfigurationInfo';

/** What `database-classes.yml` says of the stage's class. */
function ofClass(name: string): Json {
	return { 'Fn::FindInMap': ['DatabaseClasses', { Ref: 'DatabaseClass' }, name] };
}

const PROTECTED_WHEN: Json = {
	'Fn::And': [
		{ 'Fn::Equals': [{ Ref: 'DatabaseDeletionProtection' }, 'true'] },
		{ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'DerivativesPublicKeyPem' }, ''] }] },
	],
};

export const databaseChecks: readonly Check[] = [
	hasExactly('keeps the database encrypted, private and backed up', {
		'Database.StorageEncrypted': true,
		'Database.PubliclyAccessible': false,
		'Database.DBSubnetGroupName': { Ref: 'DatabaseSubnets' },
		'Database.VPCSecurityGroups': [{ Ref: 'DatabaseSecurityGroup' }],
		'Database.BackupRetentionPeriod': { Ref: 'DatabaseBackupDays' },
		'Database.DeletionProtection': { 'Fn::If': ['ProtectsDatabase', true, false] },
		'Database.MultiAZ': { 'Fn::If': ['InTwoZones', true, false] },
	}),
	hasExactly('runs with the parameters below, and shows what it waited for', {
		'Database.DBParameterGroupName': { Ref: 'DatabaseParameters' },
		'Database.DatabaseInsightsMode': 'standard',
		'Database.EnablePerformanceInsights': { 'Fn::If': ['InTwoZones', true, false] },
	}),
	{
		promise: 'lets the proxy look for the database only once there is a way between them',
		find: (template) => {
			const before = allBefore('DatabaseProxyTargets', dependencies(template));
			return ['ProxyToDatabase', 'DatabaseFromProxy'].filter((id) => !before.has(id));
		},
		mutants: [
			{ path: 'DatabaseProxyTargets.DependsOn' },
			{ path: 'DatabaseProxyTargets.DependsOn', to: 'ProxyToDatabase' },
			{ path: 'DatabaseProxyTargets.DependsOn', to: 'DatabaseFromProxy' },
		],
	},
	{
		promise:
			'protects the database where the stage asks for it, once the first deployment went through',
		find: ({ Conditions }) =>
			text(Conditions.ProtectsDatabase ?? null) === text(PROTECTED_WHEN)
				? []
				: ['ProtectsDatabase'],
		mutants: [{ path: 'Conditions.ProtectsDatabase.Fn::And.0.Fn::Equals.1', to: 'never' }],
	},
	{
		promise: 'can be restored to any second of a week at least',
		find: (template) =>
			Number(template.Parameters.DatabaseBackupDays?.MinValue) >= 7 ? [] : ['MinValue'],
		mutants: [{ path: 'Parameters.DatabaseBackupDays.MinValue', to: 0 }],
	},
	{
		promise: 'leaves a snapshot when the stack is removed or the database replaced',
		find: (template) =>
			(['DeletionPolicy', 'UpdateReplacePolicy'] as const).filter(
				(policy) => template.Resources.Database?.[policy] !== 'Snapshot',
			),
		mutants: [
			{ path: 'Database.DeletionPolicy', to: 'Delete' },
			{ path: 'Database.UpdateReplacePolicy' },
		],
	},
	{
		promise: 'has no password that a person writes down',
		find: (template) => [
			...(property(template, 'Database.ManageMasterUserPassword') === true ? [] : ['not managed']),
			...(property(template, 'Database.MasterUserPassword') === undefined ? [] : ['a password']),
		],
		mutants: [
			{ path: 'Database.Properties.ManageMasterUserPassword' },
			{ path: 'Database.Properties.MasterUserPassword', to: 'hunter2' },
		],
	},
	{
		promise: 'refuses plain connections and values that do not fit, and speaks any language',
		find: (template) => {
			const mode = text(property(template, 'DatabaseParameters.Parameters.sql_mode'));
			return [
				...(mode.includes('STRICT_TRANS_TABLES') ? [] : ['not strict']),
				// The driver escapes with backslashes: with this mode its escaping would be none.
				...(mode.includes('NO_BACKSLASH_ESCAPES') ? ['backslashes'] : []),
				...Object.entries({ require_secure_transport: '1', character_set_server: 'utf8mb4' })
					.filter(
						([name, value]) =>
							property(template, `DatabaseParameters.Parameters.${name}`) !== value,
					)
					.map(([name]) => name),
			];
		},
		mutants: [
			{ path: 'DatabaseParameters.Properties.Parameters.sql_mode', to: '' },
			{
				path: 'DatabaseParameters.Properties.Parameters.sql_mode',
				to: 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES',
			},
			{ path: 'DatabaseParameters.Properties.Parameters.require_secure_transport', to: '0' },
			{ path: 'DatabaseParameters.Properties.Parameters.character_set_server' },
		],
	},
	hasExactly('writes down what failed and what was slow, under the name its logs are made for', {
		'Database.DBInstanceIdentifier': 'cloudvault-dev',
		'Database.EnableCloudwatchLogsExports': ['error', 'slowquery'],
		'DatabaseProxy.DBProxyName': 'cloudvault-dev',
	}),
	{
		promise: 'writes into logs that were made before it and that end',
		find: (template) => {
			const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
			return Object.entries(LOGS).flatMap(([writer, names]) => {
				const before = list(template.Resources[writer]?.DependsOn as Json | undefined).map(text);
				return names.filter(
					(name) =>
						!groups.some(
							([id, { Properties }]) =>
								before.includes(id) &&
								at(Properties, 'LogGroupName') === name &&
								Number(at(Properties, 'RetentionInDays')) <= 30,
						),
				);
			});
		},
		mutants: [
			{ path: 'DatabaseSlowQueryLogGroup' },
			{ path: 'DatabaseErrorLogGroup.Properties.RetentionInDays' },
			{ path: 'ProxyLogGroup.Properties.LogGroupName', to: '/aws/rds/proxy/another' },
			{ path: 'Database.DependsOn', to: [] },
			{ path: 'DatabaseProxy.DependsOn' },
		],
	},
	{
		promise:
			'takes as many connections as its class is given, and rings before the proxy lets callers wait',
		find: (template) => [
			...Object.entries({
				'DatabaseParameters.Parameters.max_connections': 'ConnectionsMax',
				'DatabaseConnectionsAlarm.Threshold': 'ConnectionsAlarm',
				'DatabaseMemoryAlarm.Threshold': 'MemoryAlarm',
			})
				.filter(([path, name]) => text(property(template, path)) !== text(ofClass(name)))
				.map(([path]) => path),
			...Object.entries(template.Mappings.DatabaseClasses ?? {})
				.filter(([, { ConnectionsMax = 0, ConnectionsAlarm = 0 }]) => {
					const percent = property(template, `${pool}.MaxConnectionsPercent`);
					return !(Number(ConnectionsAlarm) < (Number(percent) / 100) * Number(ConnectionsMax));
				})
				.map(([name]) => name),
		],
		mutants: [
			{ path: 'DatabaseParameters.Properties.Parameters.max_connections', to: '50' },
			{ path: 'DatabaseConnectionsAlarm.Properties.Threshold', to: 50 },
			{ path: 'DatabaseMemoryAlarm.Properties.Threshold', to: 83886080 },
			{
				path: 'Mappings.DatabaseClasses',
				to: { small: { ConnectionsMax: 9, ConnectionsAlarm: 9 } },
			},
			{
				path: 'DatabaseProxyTargets.Properties.ConnectionPoolConfigurationInfo.MaxConnectionsPercent',
			},
		],
	},
	{
		promise: 'is of a class that its alarms know, on every stage',
		find: (template) =>
			['dev', 'production']
				.map((stage) => text(parametersOf(template, stage).DatabaseClass))
				.filter((name) => !(name in (template.Mappings.DatabaseClasses ?? {}))),
		mutants: [{ path: 'Mappings.DatabaseClasses', to: {} }],
	},
	hasExactly('is reached by TLS and IAM only', {
		'DatabaseProxy.RequireTLS': true,
		'DatabaseProxy.DefaultAuthScheme': 'IAM_AUTH',
		'DatabaseProxy.Auth.0.IAMAuth': 'REQUIRED',
		'DatabaseProxy.VpcSecurityGroupIds': [{ Ref: 'ProxySecurityGroup' }],
		'Database.EnableIAMDatabaseAuthentication': true,
	}),
	{
		promise: 'shares connections: none is pinned from its first statement, none is waited for long',
		find: (template) => {
			return [
				...(property(template, `${pool}.MaxConnectionsPercent`) === 90
					? []
					: ['none is left over']),
				...(property(template, `${pool}.InitQuery`) === undefined ? [] : ['InitQuery']),
				...(Number(property(template, `${pool}.ConnectionBorrowTimeout`)) <= 10 ? [] : ['borrow']),
			];
		},
		mutants: [
			{
				path: 'DatabaseProxyTargets.Properties.ConnectionPoolConfigurationInfo.MaxConnectionsPercent',
				to: 100,
			},
			{
				path: 'DatabaseProxyTargets.Properties.ConnectionPoolConfigurationInfo.InitQuery',
				to: 'SET sql_mode = ANSI',
			},
			{
				path: 'DatabaseProxyTargets.Properties.ConnectionPoolConfigurationInfo.ConnectionBorrowTimeout',
				to: 120,
			},
		],
	},
];
