import { checkNamed, refuseCredentials } from './address';
import { TriggerAuth } from './trigger-auth';
import { TriggerFacts } from './trigger-facts';
import { checkPort } from '../border/amounts';

/** How a client of PostgreSQL looks at the server's certificate. */
export enum PostgreSqlTls {
  /** No TLS. */
  DISABLE = 'disable',
  /** TLS with whomever it is. */
  REQUIRE = 'require',
  /** TLS with a server whose certificate is signed. */
  VERIFY_CA = 'verify-ca',
  /** TLS with a server whose certificate is signed and names it. */
  VERIFY_FULL = 'verify-full',
}

/** A query that has one number for an answer: the rows of a table that wait. */
export interface PostgreSqlTriggerProps {
  /** The query: `SELECT count(*) FROM jobs WHERE state IN ('ready', 'taken')`. */
  readonly query: string;
  /** How much of the answer one replica takes. */
  readonly perReplica: number;
  /**
   * More than this wakes the workload from zero.
   * @default 0
   */
  readonly activation?: number;
  /** The server's host, `postgres.data`. */
  readonly host: string;
  /**
   * The server's port.
   * @default 5432
   */
  readonly port?: number;
  /** The database. */
  readonly database: string;
  /** Who asks. */
  readonly user: string;
  /**
   * TLS to the server.
   * @default PostgreSqlTls.REQUIRE
   */
  readonly tls?: PostgreSqlTls;
  /**
   * What KEDA's password is: the parameter `password` of a Secret, or an identity on Azure.
   * @default - none: the server asks for no password
   */
  readonly auth?: TriggerAuth;
  /**
   * What is worked on is in the answer too, until it is done.
   * @default true
   */
  readonly countsInFlight?: boolean;
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/postgresql_scaler.go */
export function postgreSql(props: PostgreSqlTriggerProps): TriggerFacts {
  const { query, host, port = 5432, database, user, tls = PostgreSqlTls.REQUIRE } = props;
  return {
    title: 'a query to PostgreSQL',
    type: 'postgresql',
    metadata: { dbName: database, host, port: `${port}`, query, sslmode: tls, userName: user },
    share: { key: 'targetQueryValue', property: 'perReplica', given: props.perReplica, usual: 1, whole: false },
    activation: { key: 'activationTargetQueryValue', given: props.activation, whole: false },
    counts: props.countsInFlight ?? true ? 'all' : 'ready',
    auth: props.auth,
    parameters: ['password', 'connection'],
    needs: [],
    identities: ['azure-workload'],
    check(problems, property) {
      checkNamed(problems, `${property}.query`, query.replace(/\s+/g, ' '), "SELECT count(*) FROM jobs WHERE state IN ('ready', 'taken')");
      checkNamed(problems, `${property}.database`, database, 'jobs');
      checkNamed(problems, `${property}.user`, user, 'keda');
      checkPort(problems, `${property}.port`, port);
      if (!refuseCredentials(problems, `${property}.host`, host, "{ password: 'password' }") && !/^[^\s:/?@]+$/.test(host)) {
        problems.add(`${property}.host`, 'a host', host, 'write for example "postgres.data"; port and database have properties of their own');
      }
    },
  };
}
