# What the steps that talk to Azure share, as azure.sh for bash. Each loads it after common.ps1.
#
# Requests go through `az rest`: its core alone can do what the `dataprotection` extension does, and a version of the
# API means the same in every version of the CLI.

$BackupApi = 'api-version=2025-07-01'
$ServerApi = 'api-version=2025-08-01'

# Empty: that of the cloud that az is signed in to.
$ArmEndpoint = Get-Setting 'ARM_ENDPOINT'
$PollSeconds = [int](Get-Setting 'POLL_SECONDS' '30')
$StorageAccount = Get-Setting 'STORAGE_ACCOUNT'
$StorageContainer = Get-Setting 'STORAGE_CONTAINER'
$BlobEndpoint = Get-Setting 'BLOB_ENDPOINT' "https://$StorageAccount.blob.core.windows.net"

$Attempts = 5
$Scratch = ''
$AzCommand = @()
# What Azure said last, where it refused.
$ErrorCode = ''
$ErrorText = ''

# The CLI is there, and somebody has signed in to the subscription.
function Assert-Azure {
  Assert-Program 'az' 'Install the Azure CLI: https://aka.ms/azure-cli.'
  Assert-Setting 'SUBSCRIPTION_ID' 'the id of the subscription that the vault lies in (az account list --output table)'
  $script:Scratch = [IO.Directory]::CreateTempSubdirectory('runbook-').FullName
  $script:AzCommand = Find-Az
  $subscription = Get-Setting 'SUBSCRIPTION_ID'
  $tenant = Get-Setting 'TENANT_ID'
  $answer = Invoke-Az 'account' 'show' "--subscription=$subscription" '--query' 'tenantId' '--output' 'tsv' '--only-show-errors'
  if ($answer.Code -ne 0) {
    Read-AzError $answer.Errors
    $how = if ($tenant -eq '') { 'az login' } else { "az login --tenant $tenant" }
    Stop-Step 2 "the Azure CLI must be signed in to the subscription ${subscription}: $how. It says: $ErrorText"
  }
  $signed = $answer.Text.Trim()
  if ($tenant -ne '' -and $signed -ne $tenant) {
    Stop-Step 2 "``TENANT_ID`` must be the tenant of the subscription $subscription, $signed, got: $tenant"
  }
}

# On Windows `az` is a batch file, and cmd would read what stands in its arguments: what it calls is called instead.
function Find-Az {
  $az = (Get-Command -Name 'az' -CommandType Application)[0].Source
  if ($az -notmatch '\.(cmd|bat)$') { return , @($az) }
  $python = Join-Path (Split-Path (Split-Path $az)) 'python.exe'
  if (-not (Test-Path -LiteralPath $python)) { Stop-Step 2 "the Azure CLI must lie beside its python.exe, got: $az" }
  return , @($python, '-IBm', 'azure.cli')
}

function Remove-Scratch {
  if ($Scratch -ne '' -and (Test-Path -LiteralPath $Scratch)) { Remove-Item -LiteralPath $Scratch -Recurse -Force }
}

# What az printed, what it complained of, and its exit code.
function Invoke-Az {
  $errors = Join-Path $Scratch 'errors'
  $program, $rest = $AzCommand
  $all = @($rest | Where-Object { $null -ne $_ }) + @($args)
  $lines = & $program @all 2> $errors
  $code = $LASTEXITCODE
  return [pscustomobject]@{ Code = $code; Text = ($lines -join "`n"); Errors = [IO.File]::ReadAllText($errors) }
}

# --- requests ---

# A request to Resource Manager: `$true` with its answer in `$Answer`, or `$false` with `$ErrorCode` and `$ErrorText`.
$Answer = $null
$Operation = ''
function Invoke-Arm([string] $Method, [string] $Path, $Body = $null) {
  $script:Answer = $null
  $script:Operation = ''
  $url = if ($Path.StartsWith('https:')) { $Path } else { "$ArmEndpoint$Path" }
  $options = @('rest', '--method', $Method, '--url', $url, '--output', 'json', '--debug')
  if ($null -ne $Body) {
    $file = Join-Path $Scratch 'body.json'
    [IO.File]::WriteAllText($file, (ConvertTo-Json -InputObject $Body -Depth 20 -Compress))
    $options += @('--body', "@$file")
  }
  for ($attempt = 1; ; $attempt++) {
    $result = Invoke-Az @options
    if ($result.Code -eq 0) {
      if ($result.Text.Trim() -ne '') { $script:Answer = ConvertFrom-Json -InputObject $result.Text -Depth 50 }
      # az prints bodies alone: where to ask how it goes stands in its debug log.
      if ($result.Errors -match "(?im)'azure-asyncoperation': '([^']*)'") { $script:Operation = $Matches[1] }
      return $true
    }
    Read-AzError $result.Errors
    if ($attempt -ge $Attempts -or -not (Test-Passing $Method $result.Errors)) { return $false }
    Write-Said "Azure is busy ($ErrorCode): asking again in $PollSeconds s, attempt $attempt of $Attempts"
    Start-Sleep -Seconds $PollSeconds
  }
}

# Until Azure has ended it; `$JobId` is the job that it led to, if any.
$JobId = ''
function Wait-Operation {
  $url = $Operation
  $script:JobId = ''
  while ($true) {
    if (-not (Invoke-Arm 'get' $url)) { return $false }
    $state = Get-Value $Answer 'status'
    if ($state -ceq 'Succeeded') {
      $script:JobId = Get-Value $Answer 'properties' 'jobId'
      return $true
    }
    if ($state -in 'Failed', 'Canceled', 'Cancelled') {
      $script:ErrorCode = Get-Value $Answer 'error' 'code'
      $script:ErrorText = Get-Value $Answer 'error' 'message'
      return $false
    }
    Start-Sleep -Seconds $PollSeconds
  }
}

# A request that Azure ends later, or stops with what it said. `$Followed` tells whether az showed where to ask.
$Followed = $false
function Invoke-Whole([string] $What, [string] $Method, [string] $Path, $Body = $null) {
  $script:JobId = ''
  if (-not (Invoke-Arm $Method $Path $Body)) { Stop-Refused $What }
  $script:Followed = $Operation -ne ''
  if ($Followed -and -not (Wait-Operation)) { Stop-Refused $What }
}

# A property of what Azure answered, empty where it isn't there.
function Get-Value($From) {
  $value = $From
  foreach ($name in $args) {
    if ($null -eq $value) { return '' }
    $property = $value.PSObject.Properties[$name]
    $value = if ($null -eq $property) { $null } else { $property.Value }
  }
  if ($null -eq $value) { return '' }
  return $value
}

# To the second, in UTC, whether JSON was read as text or as a time.
function ConvertTo-Utc($Time) {
  if ($Time -is [DateTime]) { return $Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") }
  $text = "$Time"
  return $(if ($text.Length -ge 19) { $text.Substring(0, 19) + 'Z' } else { '-' })
}

# Every page of a list; POST lists what GET can't.
function Get-All([string] $What, [string] $Method, [string] $Path, $Body = $null) {
  $all = [Collections.Generic.List[object]]::new()
  $next = $Path
  while ($next -ne '') {
    if (-not (Invoke-Arm $Method $next $Body)) { Stop-Refused "can't list $What" }
    foreach ($each in @(Get-Value $Answer 'value')) { if ($each -isnot [string]) { $all.Add($each) } }
    $next = Get-Value $Answer 'nextLink'
  }
  return , $all.ToArray()
}

# From what az wrote to stderr. The innermost code says most.
function Read-AzError([string] $Text) {
  $line = @($Text -split "`n" | Where-Object { $_ -match '^(ERROR|cli\.azure\.cli\.core\.azclierror): ' })
  $codes = [regex]::Matches($Text, '"code"\s*:\s*"([^"]*)"')
  $messages = [regex]::Matches($Text, '"message"\s*:\s*"((?:[^"\\]|\\.)*)"')
  $script:ErrorCode = if ($codes.Count -gt 0) { $codes[-1].Groups[1].Value } else { 'no code' }
  $script:ErrorText = if ($messages.Count -gt 0) { $messages[-1].Groups[1].Value }
  elseif ($line.Count -gt 0) { $line[0] -replace '^[^:]*: ', '' }
  else { ($Text.Trim() -split "`n")[-1] }
}

# Whether the same request may do in a while. One that changes something is sent again only where it certainly wasn't taken.
function Test-Passing([string] $Method, [string] $Text) {
  if ($Text -match 'Too Many Requests|TooManyRequests|Service Unavailable|ServerBusy') { return $true }
  $passing = 'Internal Server Error|InternalServerError|Bad Gateway|Gateway Time|Connection (aborted|reset)|timed out'
  return $Method -eq 'get' -and $Text -match $passing
}

# Stops, with what Azure said and how to mend it where that is known.
function Stop-Refused([string] $What) {
  Write-Mend $ErrorCode
  Stop-Step 2 "${What}: ${ErrorCode}: $ErrorText"
}

function Write-Mend([string] $Code) {
  $vault = Get-Setting 'VAULT_ID'
  $me = '"$(az ad signed-in-user show --query id --output tsv)"'
  switch -CaseSensitive ($Code) {
    'UserErrorMSIMissingPermissions' {
      Write-Said 'The identity of the vault has no role that lets it write the files. Give it one, wait some minutes, and call this step again:'
      Write-Said "  az role assignment create --role 'Storage Blob Data Contributor' --scope $(Get-ContainerScope) --assignee-principal-type ServicePrincipal --assignee-object-id `"`$(az resource show --ids $vault --query identity.principalId --output tsv)`""
    }
    { $_ -in 'AuthorizationFailed', 'LinkedAuthorizationFailed' } {
      Write-Said 'Whoever is signed in has no role for it. Somebody who may give roles has to give one, and some minutes have to pass:'
      Write-Said "  az role assignment create --role 'Backup Operator' --scope $vault --assignee $me"
    }
    'AuthorizationPermissionMismatch' {
      Write-Said 'Whoever is signed in has no role for the files. Somebody who may give roles has to give one, and some minutes have to pass:'
      Write-Said "  az role assignment create --role 'Storage Blob Data Reader' --scope $(Get-ContainerScope) --assignee $me"
    }
    { $_ -in 'InvalidAuthenticationToken', 'ExpiredAuthenticationToken' } { Write-Said 'Sign in again: az login' }
    { $_ -in 'ResourceNotFound', 'ResourceGroupNotFound', 'SubscriptionNotFound' } {
      Write-Said 'An id in settings.ps1 names what is not there: compare it with what the portal shows.'
    }
  }
}

function Get-ContainerId {
  return "$(Get-Setting 'STORAGE_ACCOUNT_ID')/blobServices/default/containers/$StorageContainer"
}

# The same as a word of a command. Where the account is known by its name alone, az looks it up.
function Get-ContainerScope {
  if ((Get-Setting 'STORAGE_ACCOUNT_ID') -ne '') { return Get-ContainerId }
  return "`"`$(az storage account show --name $StorageAccount --query id --output tsv)$(Get-ContainerId)`""
}

# --- blobs ---

$BlobOptions = @("--account-name=$StorageAccount", "--container-name=$StorageContainer", '--auth-mode', 'login',
  "--blob-endpoint=$BlobEndpoint", '--only-show-errors')

# Blobs have errors of their own.
function Stop-RefusedBlobs([string] $What, [string] $Text) {
  Read-AzError $Text
  if ($Text -match 'AuthorizationPermissionMismatch|not have the required permissions') {
    $script:ErrorCode = 'AuthorizationPermissionMismatch'
  }
  if ($Text -match 'AuthorizationFailure') {
    Write-Said "The firewall of the storage account doesn't let this address in: az storage account network-rule add --account-name $StorageAccount --ip-address ADDRESS"
  }
  Stop-Refused $What
}
