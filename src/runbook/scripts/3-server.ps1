# Step 3: makes the server that the files are loaded into, like the one that was backed up.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/azure.ps1"

$usage = @'
3-server.ps1 [--execute]

Makes the target server as settings.ps1 describes it: compute, storage, version, network and authentication of the
source, without high availability, which slows a load down. Lets the address OPERATOR_ADDRESS in where the server is
public, allows the extensions, sets the parameters, restarts, and adds the Microsoft Entra administrators.

A server of that name that this run didn't make is left alone, and the source is refused as a target. What is done
already isn't done again. The password of the administrator is taken from PGPASSWORD in the environment, and goes into
no file of this folder:

  $env:PGPASSWORD = Read-Host -MaskInput
'@

$rule = 'azpgbackup-restore'

# --- what is made ---

function Get-ServerBody {
  $tenant = Get-Setting 'TENANT_ID'
  $auth = [ordered]@{ activeDirectoryAuth = $entraAuth; passwordAuth = $passwordAuth }
  if ($tenant -ne '') { $auth.tenantId = $tenant }
  $properties = [ordered]@{
    createMode = 'Create'
    version = Get-Setting 'TARGET_VERSION'
    storage = @{ storageSizeGB = [int](Get-Setting 'TARGET_STORAGE_GB'); autoGrow = Get-Setting 'TARGET_AUTO_GROW' 'Disabled' }
    backup = @{
      backupRetentionDays = [int](Get-Setting 'TARGET_BACKUP_DAYS' '7')
      geoRedundantBackup = Get-Setting 'TARGET_GEO_BACKUP' 'Disabled'
    }
    highAvailability = @{ mode = 'Disabled' }
    authConfig = $auth
    network = $(if ($subnet -ne '') {
        @{ delegatedSubnetResourceId = $subnet; privateDnsZoneArmResourceId = Get-Setting 'TARGET_PRIVATE_DNS_ZONE_ID' }
      } else { @{ publicNetworkAccess = $publicAccess } })
  }
  if ($passwordAuth -eq 'Enabled') {
    $properties.administratorLogin = Get-Setting 'PGUSER'
    $properties.administratorLoginPassword = Get-Setting 'PGPASSWORD'
  }
  $body = [ordered]@{
    location = Get-Setting 'TARGET_LOCATION'
    sku = @{ name = Get-Setting 'TARGET_SKU'; tier = Get-Setting 'TARGET_TIER' }
    properties = $properties
  }
  # A key of the customer's own can be chosen only now.
  if ($encryption -eq 'AzureKeyVault') {
    $key = Get-Setting 'TARGET_KEY_ID'
    $identity = Get-Setting 'TARGET_KEY_IDENTITY_ID'
    $properties.dataEncryption = [ordered]@{
      type = 'AzureKeyVault'; primaryKeyURI = $key; primaryUserAssignedIdentityId = $identity
    }
    $identities = @{ $identity = @{} }
    $geoKey = Get-Setting 'TARGET_GEO_KEY_ID'
    if ($geoKey -ne '') {
      $geoIdentity = Get-Setting 'TARGET_GEO_KEY_IDENTITY_ID'
      $properties.dataEncryption.geoBackupKeyURI = $geoKey
      $properties.dataEncryption.geoBackupUserAssignedIdentityId = $geoIdentity
      $identities[$geoIdentity] = @{}
    }
    $body.identity = @{ type = 'UserAssigned'; userAssignedIdentities = $identities }
  }
  return $body
}

# The state of the server, nothing where it doesn't exist; `$ServerHost` is its host.
$ServerHost = ''
function Read-Server {
  if (Invoke-Arm 'get' "${serverId}?$ServerApi") {
    $script:ServerHost = Get-Value $Answer 'properties' 'fullyQualifiedDomainName'
    return Get-Value $Answer 'properties' 'state'
  }
  # Where the group isn't there either, Azure says that.
  if ($ErrorCode -notmatch '^Resource.*NotFound$') { Stop-Refused "can't look for the server $target" }
  return ''
}

function Wait-Server {
  $script:Doing = 'waiting for the server'
  while ($true) {
    $state = Read-Server
    if ($state -ceq 'Ready') { return }
    if ($state -in '', 'Dropping', 'Disabled') { Stop-Step 2 "the server $target must become Ready, got: $state" }
    if ($state -ceq 'Stopped') { Stop-Step 2 "the server $target is stopped: az postgres flexible-server start --ids $serverId" }
    Start-Sleep -Seconds $PollSeconds
  }
}

# Where it isn't so already.
$changed = $false
function Set-Parameter([string] $name, [string] $value) {
  $script:Doing = "setting the parameter $name"
  $path = "$serverId/configurations/${name}?$ServerApi"
  if (-not (Invoke-Arm 'get' $path)) { Stop-Refused "can't read the parameter $name" }
  if ((Get-Value $Answer 'properties' 'value') -ceq $value) { return }
  Invoke-Whole "can't set the parameter $name to $value" 'put' $path @{ properties = @{ value = $value; source = 'user-override' } }
  $script:changed = $true
}

# Empty is what the estate doesn't say, and isn't guessed.
function Get-Choice([string] $Name, [string] $Otherwise) {
  $value = Get-Setting $Name
  if ($value -ne '' -or $null -ne (Get-Variable -Name $Name -ErrorAction Ignore)) { return $value }
  return $Otherwise
}

function Assert-Number([string] $name, $value) {
  if ("$value" -notmatch '^[1-9][0-9]*$') { Stop-Step 2 "``$name`` must be a whole number, got: $value" }
}

# --- the step ---

Invoke-Step '3-server' $usage $args {
  Assert-Setting 'TARGET_SERVER_NAME' 'the name of the server to make: 3 to 63 lower-case letters, digits and hyphens, unique in Azure'
  Assert-Setting 'TARGET_RESOURCE_GROUP' 'the resource group to make it in'
  Assert-Setting 'TARGET_LOCATION' 'the region to make it in'
  Assert-Setting 'TARGET_VERSION' 'the major version of PostgreSQL, not older than that of the source'
  Assert-Setting 'TARGET_SKU' 'the compute size, as Standard_D4ds_v5'
  Assert-Setting 'TARGET_TIER' 'the compute tier: Burstable, GeneralPurpose or MemoryOptimized'
  Assert-Setting 'TARGET_STORAGE_GB' 'the storage in GiB'
  $target = Get-Setting 'TARGET_SERVER_NAME'
  $group = Get-Setting 'TARGET_RESOURCE_GROUP'
  $subnet = Get-Setting 'TARGET_SUBNET_ID'
  $publicAccess = Get-Choice 'TARGET_PUBLIC_ACCESS' 'Enabled'
  $passwordAuth = Get-Choice 'TARGET_PASSWORD_AUTH' 'Enabled'
  $entraAuth = Get-Choice 'TARGET_ENTRA_AUTH' 'Disabled'
  $keyed = (Get-Setting 'TARGET_KEY_ID') -ne ''
  $encryption = Get-Choice 'TARGET_ENCRYPTION' $(if ($keyed) { 'AzureKeyVault' } else { 'SystemManaged' })
  $address = Get-Setting 'OPERATOR_ADDRESS'
  $extensions = Get-Setting 'TARGET_EXTENSIONS'
  $parameters = @(@(Get-Setting 'TARGET_PARAMETERS') | Where-Object { "$_" -ne '' })
  $admins = @(@(Get-Setting 'TARGET_ENTRA_ADMINS') | Where-Object { "$_" -ne '' })
  if ((Get-Setting 'TARGET_SUBNET_ID') -eq '') {
    if ($publicAccess -eq '') {
      Stop-Step 2 '`TARGET_SUBNET_ID` must be set in settings.ps1: the subnet to make the server in, or TARGET_PUBLIC_ACCESS for one without a subnet, got: nothing'
    }
    Assert-Choice 'TARGET_PUBLIC_ACCESS' $publicAccess 'Enabled', 'Disabled'
  }
  Assert-Choice 'TARGET_PASSWORD_AUTH' $passwordAuth 'Enabled', 'Disabled'
  Assert-Choice 'TARGET_ENTRA_AUTH' $entraAuth 'Enabled', 'Disabled'
  Assert-Choice 'TARGET_AUTO_GROW' (Get-Choice 'TARGET_AUTO_GROW' 'Disabled') 'Enabled', 'Disabled'
  Assert-Choice 'TARGET_GEO_BACKUP' (Get-Choice 'TARGET_GEO_BACKUP' 'Disabled') 'Enabled', 'Disabled'
  Assert-Choice 'TARGET_TIER' (Get-Setting 'TARGET_TIER') 'Burstable', 'GeneralPurpose', 'MemoryOptimized'
  Assert-Choice 'TARGET_ENCRYPTION' $encryption 'AzureKeyVault', 'SystemManaged'
  if ($encryption -eq 'AzureKeyVault') {
    Assert-Setting 'TARGET_KEY_ID' 'the key that encrypts the server, or TARGET_ENCRYPTION to SystemManaged for a key of the service'
    Assert-Setting 'TARGET_KEY_IDENTITY_ID' 'the user-assigned identity that may use the key'
  }
  Assert-Number 'TARGET_STORAGE_GB' (Get-Setting 'TARGET_STORAGE_GB')
  Assert-Number 'TARGET_BACKUP_DAYS' (Get-Setting 'TARGET_BACKUP_DAYS' '7')
  foreach ($parameter in $parameters) {
    if ($parameter -notmatch '^[A-Za-z_][A-Za-z0-9_.]*=') {
      Stop-Step 2 "``TARGET_PARAMETERS`` must hold NAME=VALUE, with names of letters, digits, _ and ., got: $parameter"
    }
  }
  foreach ($admin in $admins) {
    if ($admin -notmatch '^[0-9A-Fa-f-]{36} \S+ .') { Stop-Step 2 "``TARGET_ENTRA_ADMINS`` must hold OBJECT_ID TYPE NAME, got: $admin" }
  }
  if ($target -cnotmatch '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$') {
    Stop-Step 2 "``TARGET_SERVER_NAME`` must be 3 to 63 lower-case letters, digits and hyphens, with no hyphen at its ends, got: $target"
  }
  if ($target -eq (Get-Setting 'SOURCE_SERVER_NAME')) {
    Stop-Step 2 "``TARGET_SERVER_NAME`` must be another than that of the source, which is never touched, got: $target"
  }
  $public = $subnet -eq '' -and $publicAccess -eq 'Enabled'
  if ($subnet -ne '') {
    Assert-Setting 'TARGET_PRIVATE_DNS_ZONE_ID' 'the id of the private DNS zone for a server in a virtual network'
  } elseif ($public) {
    Assert-Setting 'OPERATOR_ADDRESS' 'the public IPv4 address that steps 4 and 5 connect from'
    if ($address -notmatch '^(\d{1,3}\.){3}\d{1,3}$') { Stop-Step 2 "``OPERATOR_ADDRESS`` must be an IPv4 address, got: $address" }
  }
  if ($passwordAuth -eq 'Disabled' -and $admins.Count -eq 0) {
    Stop-Step 2 '`TARGET_ENTRA_ADMINS` must be set in settings.ps1: who administers a server without passwords, got: nobody'
  }
  if ($passwordAuth -eq 'Enabled') {
    Assert-Setting 'PGUSER' 'the name of the administrator to make'
    if ($Execute) { Assert-Setting 'PGPASSWORD' 'the password of the administrator, in the environment' }
  }
  Assert-Azure
  $groupId = "/subscriptions/$(Get-Setting 'TARGET_SUBSCRIPTION_ID' (Get-Setting 'SUBSCRIPTION_ID'))/resourceGroups/$group"
  $serverId = "$groupId/providers/Microsoft.DBforPostgreSQL/flexibleServers/$target"

  $script:Doing = 'looking for the server'
  $state = Read-Server
  if ($state -ne '' -and (Get-JournalDetail 'asked' 'server') -cne $serverId) {
    Stop-Step 2 "``TARGET_SERVER_NAME`` must be the name of a server that doesn't exist yet, got: $target, which this run didn't make"
  }
  if ($state -ne '') {
    Write-Said "the server $target is there, made by this run"
  } else {
    if (-not (Invoke-Arm 'get' "${groupId}?api-version=2021-04-01")) {
      if ($ErrorCode -notmatch 'NotFound$') { Stop-Refused "can't look for the resource group $group" }
      Stop-Step 2 "``TARGET_RESOURCE_GROUP`` must exist, got: $group. Make it: az group create --name $group --location $(Get-Setting 'TARGET_LOCATION')"
    }
    $shape = "$(Get-Setting 'TARGET_TIER') $(Get-Setting 'TARGET_SKU'), $(Get-Setting 'TARGET_STORAGE_GB') GiB, PostgreSQL $(Get-Setting 'TARGET_VERSION')"
    Invoke-Change "make the server ${target}: $shape, in $(Get-Setting 'TARGET_LOCATION')" {
      $script:Doing = 'making the server'
      Write-Journal 'asked' 'server' $serverId
      Invoke-Whole "can't make the server" 'put' "${serverId}?$ServerApi" (Get-ServerBody)
    }
  }
  if ($Execute) { Wait-Server }
  if ($public) {
    Invoke-Change "let $address in until step 6" {
      $script:Doing = 'letting the operator in'
      $path = "$serverId/firewallRules/$rule"
      Write-Journal 'asked' 'firewall-rule' $path
      Invoke-Whole "can't make the firewall rule" 'put' "${path}?$ServerApi" @{
        properties = @{ startIpAddress = $address; endIpAddress = $address }
      }
    }
  }
  if ($extensions -ne '') { Invoke-Change "allow the extensions $extensions" { Set-Parameter 'azure.extensions' $extensions } }
  foreach ($parameter in $parameters) {
    $name, $value = $parameter -split '=', 2
    Invoke-Change "set the parameter $name to $value" { Set-Parameter $name $value }
  }
  if ($changed -or (-not $Execute -and $parameters.Count -gt 0)) {
    Invoke-Change 'restart the server, for the parameters that wait for it' {
      $script:Doing = 'restarting the server'
      Invoke-Whole "can't restart the server" 'post' "$serverId/restart?$ServerApi" @{}
    }
    if ($Execute) { Wait-Server }
  }
  foreach ($admin in $admins) {
    # OBJECT_ID TYPE NAME, of which the last may hold spaces.
    $id, $type, $name = $admin -split ' ', 3
    Invoke-Change "add the Microsoft Entra administrator $name" {
      $script:Doing = "adding the administrator $name"
      $properties = @{ principalName = $name; principalType = $type }
      if ((Get-Setting 'TENANT_ID') -ne '') { $properties.tenantId = Get-Setting 'TENANT_ID' }
      Invoke-Whole "can't add the administrator $name" 'put' "$serverId/administrators/${id}?$ServerApi" @{ properties = $properties }
    }
  }
  if (-not $Execute) { return }
  Write-Journal 'done' 'server' $serverId $ServerHost
  if ((Get-Setting 'PGHOST') -ne $ServerHost) {
    Write-Warned "the server is $ServerHost, and PGHOST in settings.ps1 is $(Get-Setting 'PGHOST' 'empty'): set it, for steps 4 and 5"
  }
  Write-Said "The server $ServerHost is ready. Next: step 4"
}
