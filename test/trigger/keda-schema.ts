/** What a scaler reads: settings of the trigger, and parameters of its authentication. */
export interface ScalerSchema {
  readonly metadata: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * Generated from the `keda:"…"` tags of KEDA v2.20.2; parameters that are read by hand (`config.AuthParams[…]`) are added.
 * @see https://github.com/kedacore/keda/tree/v2.20.2/pkg/scalers
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/aws/aws_common.go
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/gcp/gcp_common.go
 */
export const SCHEMA: { readonly [type: string]: ScalerSchema } = {
  'rabbitmq': {
    metadata: ['activationValue', 'excludeUnacknowledged', 'host', 'mode', 'operation', 'pageSize', 'protocol', 'queueLength', 'queueName', 'timeout', 'unsafeSsl', 'useRegex', 'value', 'vhostName'],
    parameters: ['ca', 'cert', 'host', 'key', 'keyPassword', 'password', 'protocol', 'tls', 'username', 'vhostName', 'workloadIdentityResource'],
  },
  'redis': {
    metadata: ['activationListLength', 'address', 'addresses', 'databaseIndex', 'enableTLS', 'host', 'hosts', 'listLength', 'listName', 'password', 'port', 'ports', 'sentinelMaster', 'sentinelPassword', 'sentinelUsername', 'unsafeSsl', 'username'],
    parameters: ['Cert', 'address', 'addresses', 'ca', 'cert', 'host', 'hosts', 'key', 'keyPassword', 'password', 'port', 'ports', 'sentinelMaster', 'sentinelPassword', 'sentinelUsername', 'tls', 'username'],
  },
  'redis-streams': {
    metadata: ['activationLagCount', 'address', 'addresses', 'consumerGroup', 'databaseIndex', 'enableTLS', 'host', 'hosts', 'lagCount', 'password', 'pendingEntriesCount', 'port', 'ports', 'sentinelMaster', 'sentinelPassword', 'sentinelUsername', 'stream', 'streamLength', 'unsafeSsl', 'username'],
    parameters: ['Cert', 'address', 'addresses', 'ca', 'cert', 'host', 'hosts', 'key', 'keyPassword', 'password', 'port', 'ports', 'sentinelMaster', 'sentinelPassword', 'sentinelUsername', 'tls', 'username'],
  },
  'aws-sqs-queue': {
    metadata: ['activationQueueLength', 'awsEndpoint', 'awsRegion', 'identityOwner', 'queueLength', 'queueURL', 'scaleOnDelayed', 'scaleOnInFlight'],
    parameters: ['awsAccessKeyID', 'awsRegion', 'awsRoleArn', 'awsSecretAccessKey', 'awsSessionToken'],
  },
  'kafka': {
    metadata: ['activationLagThreshold', 'allowIdleConsumers', 'awsRegion', 'bootstrapServers', 'consumerGroup', 'ensureEvenDistributionOfPartitions', 'excludePersistentLag', 'lagThreshold', 'limitToPartitionsWithLag', 'offsetResetPolicy', 'partitionLimitation', 'sasl', 'saslTokenProvider', 'scaleToZeroOnInvalidOffset', 'tls', 'topic', 'unsafeSsl', 'version'],
    parameters: ['ca', 'cert', 'kerberosConfig', 'kerberosDisableFAST', 'kerberosServiceName', 'key', 'keyPassword', 'keytab', 'oauthExtensions', 'oauthTokenEndpointUri', 'password', 'realm', 'sasl', 'saslTokenProvider', 'scopes', 'tls', 'username'],
  },
  'gcp-pubsub': {
    metadata: ['activationValue', 'aggregation', 'credentials', 'credentialsFromEnvFile', 'mode', 'subscriptionName', 'subscriptionSize', 'timeHorizon', 'topicName', 'value', 'valueIfNull'],
    parameters: ['GoogleApplicationCredentials'],
  },
  'azure-servicebus': {
    metadata: ['activationMessageCount', 'messageCount', 'namespace', 'operation', 'queueName', 'subscriptionName', 'topicName', 'useRegex'],
    parameters: ['connection'],
  },
  'azure-queue': {
    metadata: ['accountName', 'activationQueueLength', 'connection', 'endpointSuffix', 'queueLength', 'queueLengthStrategy', 'queueName'],
    parameters: ['connection'],
  },
  'nats-jetstream': {
    metadata: ['account', 'accountID', 'activationLagThreshold', 'consumer', 'lagThreshold', 'natsServerMonitoringEndpoint', 'stream', 'useHttps'],
    parameters: ['account', 'accountID', 'natsServerMonitoringEndpoint'],
  },
  'prometheus': {
    metadata: ['activationThreshold', 'apiKey', 'authMode', 'authModes', 'awsRegion', 'customHeaders', 'identityOwner', 'ignoreNullValues', 'keyParamName', 'method', 'namespace', 'query', 'queryParameters', 'serverAddress', 'threshold', 'timeout', 'unsafeSsl'],
    parameters: ['apiKey', 'authMode', 'authModes', 'awsRegion', 'bearerToken', 'ca', 'cert', 'clientID', 'clientSecret', 'customAuthHeader', 'customAuthValue', 'endpointParams', 'key', 'keyParamName', 'method', 'oauthTokenURI', 'password', 'scope', 'scopes', 'token', 'username'],
  },
  'postgresql': {
    metadata: ['activationTargetQueryValue', 'dbName', 'host', 'port', 'query', 'sslmode', 'targetQueryValue', 'userName'],
    parameters: ['connection', 'dbName', 'host', 'password', 'port', 'sslmode', 'userName'],
  },
  'cron': {
    metadata: ['desiredReplicas', 'end', 'start', 'timezone'],
    parameters: [],
  },
};
