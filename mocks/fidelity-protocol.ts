import type { OpenQuestion } from './fidelity-notes.ts';

/** The guesses about logging in, roles, and the envelope of answers. */
export const protocolQuestions: readonly OpenQuestion[] = [
  {
    guess: 'An unknown token answers JSON “does not exist” from 16.1 on',
    call: '`GET ltm/pool` with `X-F5-Auth-Token: X` on 16.1 and 17.1',
  },
  {
    guess:
      'The refusal of a login echoes the body without the password in every version; nuclei-templates 8500 has one without `originalRequestBody`',
    call: '`POST /mgmt/shared/authn/login` with a wrong password on 16.1 and 17.1',
  },
  {
    guess: 'Broken JSON for `/mgmt/shared` is refused with 400 by restjavad, in the words of `/mgmt/tm`',
    call: '`POST /mgmt/shared/authn/login` with the body `{`',
  },
  {
    guess:
      'A body of any content-type but `application/octet-stream` (BIGREST 12) is read as JSON, and one of none too',
    call: '`curl -u admin:… -d \'{"name":"p"}\' …/mgmt/tm/ltm/pool`, which sends `application/x-www-form-urlencoded`',
  },
  {
    guess: 'A user who changes their own password may send `oldPassword`; the mock does not check it',
    call: '`PATCH auth/user/robot {"oldPassword":"wrong","password":"x"}` by robot',
  },
  {
    guess: 'An object of a partition that the user does not see answers 404, as if it were not there',
    call: '`GET ltm/pool/~k8s~p` by a guest of another partition',
  },
  {
    guess: 'A list filtered by a partition that the user does not see is refused like one that does not exist',
    call: '`GET ltm/pool?$filter=partition eq k8s` by a guest of another partition',
  },
  {
    guess: 'Commands by users who are no administrators are refused as `util/bash` is (f5-ansible 1944)',
    call: '`POST sys/config {"command":"save"}` by a manager',
  },
  {
    guess: 'From 15.1 on a manager may put metadata on a virtual server',
    call: '`POST ltm/virtual` with `metadata` by a manager of its partition, on 15.1',
  },
  {
    guess:
      'A GET shows an address outside of route domain 0 with its route domain, and in a partition with another default also `%0`; a list filtered by that partition leaves its default out (POSH-LTM-Rest 129, f5-common-python 1559; “typically, but not in all cases”: f5-cccl 196). FDB endpoints always show it',
    call: 'in a partition with `defaultRouteDomain` 10, `POST ltm/node` with `10.0.0.1`, `10.0.0.1%10` and `10.0.0.1%0`; GET each, and `GET ltm/node?$filter=partition eq P`',
  },
  {
    guess: 'HEAD is answered as GET without its body, as Jetty does; OPTIONS, which Jetty answers too, is 501',
    call: '`curl -I …/mgmt/tm/ltm/pool` and `curl -X OPTIONS -i …/mgmt/tm/ltm/pool`',
  },
  {
    guess: 'No other parameter with a dollar sign than `$select`, `$filter`, `$top` and `$skip` is claimed (501)',
    call: '`GET ltm/pool?$orderby=name desc` with two pools, and with `$count=true`, `$expand=*`, `$nonsense=1`',
  },
  {
    guess: 'No other `$filter` than `partition eq` is claimed',
    call: "`GET ltm/pool?$filter=name eq p`, `… partition eq k8s and name eq p`, `… startswith(name,'p')`",
  },
  {
    guess:
      '`$select` of what lies in an expanded subcollection (`membersReference/items/address`) keeps the frame and the members’ addresses',
    call: '`GET ltm/pool?expandSubcollections=true&$select=name,membersReference/items/address`',
  },
  {
    guess: '`$top=0` answers no items and no `nextLink`',
    call: '`GET ltm/pool?$top=0` with a pool',
  },
  {
    guess: 'A page has `nextLink` and no counts (`currentItemCount`, `totalItems`)',
    call: '`GET ltm/pool?$top=1` with two pools',
  },
  {
    guess: 'Statistics are paged as configuration is',
    call: '`GET ltm/pool/stats?$top=1` with two pools',
  },
  {
    guess: '16.0 and later answer `?ver=11.6.0` and `?ver=12.0.0`',
    call: '`GET ltm/pool?ver=11.6.0` and `?ver=12.0.0` on 16.1',
  },
  {
    guess: '`null` takes a setting away, and leaves a pair such as enabled/disabled alone',
    call: '`PATCH ltm/node/~Common~n {"description":null}` and `{"session":null}`; `PATCH ltm/virtual/~Common~v {"enabled":null}`',
  },
  {
    guess: 'A word that stands for a whole list (`all`, `none`) may come alone in a list',
    call: '`PATCH net/self/~Common~s {"allowService":["all"]}`, and `["none"]`',
  },
  {
    guess: 'A row without a name is refused like an object without a name',
    call: '`PATCH ltm/node/~Common~n {"metadata":[{"value":"x"}]}`',
  },
];
