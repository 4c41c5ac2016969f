#!/bin/sh
# Usage: regenerate.sh BOTOCORE-DATA-FOLDER   (…/site-packages/botocore/data of botocore 1.44.5)
set -eu
data=$1
here=$(dirname "$0")
generate() { # service, version, operations
  node "$here/generateModel.mjs" "$data/$1/$2/service-2.json.gz" "$here/../../services/$1" \
    "botocore 1.44.5, $1 $2 (Apache-2.0)" $3
}
generate ecs 2014-11-13 "
  CreateCluster DeleteCluster DescribeClusters ListClusters DescribeCapacityProviders
  RegisterTaskDefinition DescribeTaskDefinition DeregisterTaskDefinition DeleteTaskDefinitions
  ListTaskDefinitions ListTaskDefinitionFamilies
  CreateService UpdateService DeleteService DescribeServices ListServices
  ListServiceDeployments DescribeServiceDeployments DescribeServiceRevisions
  StopServiceDeployment ContinueServiceDeployment
  RunTask StopTask DescribeTasks ListTasks TagResource UntagResource ListTagsForResource"
generate sts 2011-06-15 "GetCallerIdentity AssumeRole"
generate iam 2010-05-08 "GetRole DeleteRole"
generate ecr 2015-09-21 "
  CreateRepository DescribeRepositories DeleteRepository GetAuthorizationToken DescribeImages ListImages
  BatchGetImage PutImage BatchCheckLayerAvailability GetDownloadUrlForLayer BatchDeleteImage PutImageTagMutability"
generate logs 2014-03-28 "
  CreateLogGroup CreateLogStream PutLogEvents GetLogEvents FilterLogEvents DescribeLogGroups DescribeLogStreams
  DeleteLogGroup"
generate secretsmanager 2017-10-17 "
  CreateSecret GetSecretValue DescribeSecret PutSecretValue DeleteSecret ListSecrets"
generate ssm 2014-11-06 "PutParameter GetParameter GetParameters DeleteParameter"
generate elbv2 2015-12-01 "
  CreateTargetGroup DescribeTargetGroups DeleteTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes
  DescribeTargetGroupAttributes RegisterTargets DeregisterTargets DescribeTargetHealth
  CreateLoadBalancer DescribeLoadBalancers DeleteLoadBalancer CreateListener DescribeListeners DeleteListener"
generate cloudwatch 2010-08-01 "PutMetricAlarm SetAlarmState DescribeAlarms DeleteAlarms"
