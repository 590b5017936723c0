# Step 1: has the vault write the files of a recovery point into the container.
# The source server is neither read nor changed, and need not exist any more.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/azure.ps1"

$usage = @'
1-restore.ps1 [--execute] [--yes] [--again]

Finds the recovery point that RECOVERY_POINT names in settings.ps1, asks the vault whether it can be restored, has it
restored into the container, and waits for the job. Without --execute it lists the recovery points and says what it
would do.

RECOVERY_POINT is `latest`, the id of a recovery point, or a UTC time (2026-11-15T02:30:00Z, or a date for the end of
that day): then it is the last point at or before that time.

  --yes    restore though another restore was started today, which can fail
  --again  restore once more, though this run has restored already
'@

# --- recovery points ---

# Newest first: time, id, state, tag, expiry.
function Get-Points {
  $body = $null
  $path = "$($instance)/recoveryPoints?$BackupApi"
  $method = 'get'
  if ($kind -eq 'secondary') {
    $path = "$paired/fetchSecondaryRecoveryPoints?$BackupApi"
    $method = 'post'
    $body = @{ sourceBackupInstanceId = $instance; sourceRegion = $vaultLocation }
  }
  $points = foreach ($point in (Get-All 'the recovery points' $method $path $body)) {
    $properties = Get-Value $point 'properties'
    $id = Get-Value $properties 'recoveryPointId'
    [pscustomobject]@{
      Time = ConvertTo-Utc (Get-Value $properties 'recoveryPointTime')
      Id = $(if ($id -eq '') { Get-Value $point 'name' } else { $id })
      State = Get-Value $properties 'recoveryPointState'
      Tag = Get-Value $properties 'retentionTagName'
    }
  }
  return , @($points | Sort-Object -Property Time -Descending)
}

function Select-Point($points) {
  $wanted = Get-Setting 'RECOVERY_POINT' 'latest'
  $time = switch -Regex -CaseSensitive ($wanted) {
    '^\d{4}-\d{2}-\d{2}$' { "${wanted}T23:59:59Z" }
    '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$' { $wanted -replace 'Z$', ':00Z' }
    '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$' { $wanted }
    default { '' }
  }
  $whole = @($points | Where-Object { $_.State -in 'Completed', '' })
  $found = if ($wanted -ceq 'latest') { $whole }
  elseif ($time -ne '') { @($whole | Where-Object { [string]::CompareOrdinal($_.Time, $time) -le 0 }) }
  else { @($points | Where-Object { ($_.Id -replace '-', '') -eq ($wanted -replace '-', '') }) }
  if (@($found).Count -eq 0) {
    Stop-Step 1 "``RECOVERY_POINT`` must be latest, the id of a recovery point, or a UTC time at or after the oldest of the $($points.Count), got: $wanted"
  }
  $chosen = @($found)[0]
  if ($chosen.State -ceq 'Partial') { Write-Warned "the recovery point $($chosen.Id) is Partial: not all of the server is in it" }
  return $chosen
}

# --- requests ---

# The body of a restore; of its file prefix the service makes what it likes.
function Get-RestoreRequest($point) {
  $details = [ordered]@{
    url = $containerUrl
    filePrefix = Get-Setting 'SOURCE_SERVER_NAME' 'restore'
    restoreTargetLocationType = 'AzureBlobs'
  }
  if ((Get-Setting 'STORAGE_ACCOUNT_ID') -ne '') { $details.targetResourceArmId = Get-ContainerId }
  return [ordered]@{
    objectType = 'AzureBackupRecoveryPointBasedRestoreRequest'
    sourceDataStoreType = 'VaultStore'
    recoveryPointId = $point.Id
    restoreTargetInfo = [ordered]@{
      objectType = 'RestoreFilesTargetInfo'
      recoveryOption = 'FailIfExists'
      restoreLocation = $location
      targetDetails = $details
    }
  }
}

# --- jobs ---

# Restores of this instance, newest first.
function Get-Jobs {
  $body = $null
  $path = "$vault/backupJobs?$BackupApi"
  $method = 'get'
  if ($kind -eq 'secondary') {
    $path = "$paired/fetchCrossRegionRestoreJobs?$BackupApi"
    $method = 'post'
    $body = @{ sourceBackupVaultId = $vault; sourceRegion = $vaultLocation }
  }
  $name = $instance.Split('/')[-1]
  $jobs = foreach ($job in (Get-All 'the jobs of the vault' $method $path $body)) {
    $properties = Get-Value $job 'properties'
    $of = "$(Get-Value $properties 'backupInstanceId')".Split('/')[-1]
    if ((Get-Value $properties 'operationCategory') -ceq 'Restore' -and $of -eq $name) {
      [pscustomobject]@{
        Time = ConvertTo-Utc (Get-Value $properties 'startTime')
        Name = Get-Value $job 'name'
        State = Get-Value $properties 'status'
      }
    }
  }
  return , @($jobs | Sort-Object -Property Time -Descending)
}

function Read-Job([string] $job) {
  $read = if ($kind -eq 'secondary') {
    Invoke-Arm 'post' "$paired/fetchCrossRegionRestoreJob?$BackupApi" @{
      sourceBackupVaultId = $vault; sourceRegion = $vaultLocation; jobId = $job
    }
  } else {
    Invoke-Arm 'get' "$vault/backupJobs/${job}?$BackupApi"
  }
  if (-not $read) { Stop-Refused "can't read the job $job" }
}

# A restore that was started and whose job isn't known: the one that wasn't there before.
function Find-NewJob([bool] $wait) {
  $known = @([IO.File]::ReadAllLines((Join-Path $Work 'jobs-before')))
  for ($try = 0; $try -lt 20; $try++) {
    $new = @((Get-Jobs) | Where-Object { $known -cnotcontains $_.Name })
    if ($new.Count -gt 0) { return $new[0].Name }
    if (-not $wait) { return '' }
    Start-Sleep -Seconds $PollSeconds
  }
  return ''
}

function Wait-Restore([string] $job) {
  $script:Doing = "waiting for the job $job"
  $before = ''
  while ($true) {
    Read-Job $job
    $state = Get-Value $Answer 'properties' 'status'
    if ($state -cne $before) { Write-Said "job ${job}: $state" }
    $before = $state
    if ($state -in 'Completed', 'CompletedWithWarnings') { return }
    if ($state -in 'Failed', 'Cancelled', 'Canceled') {
      $detail = @(Get-Value $Answer 'properties' 'errorDetails')[0]
      $inner = Get-Value $detail 'innerError' 'code'
      $code = $(if ($inner -ne '') { $inner } else { Get-Value $detail 'code' })
      Write-Journal 'failed' 'restore' $job $code
      Write-Mend $code
      Stop-Step 1 "the restore ended as ${state}: ${code}: $(Get-Value $detail 'message') $(@(Get-Value $detail 'recommendedAction') -join ' ')"
    }
    Start-Sleep -Seconds $PollSeconds
  }
}

# At most one restore a day is recommended, several can fail (support matrix, 2025-05-15).
function Assert-FirstToday($jobs) {
  $today = (Get-UtcNow).Substring(0, 10)
  $earlier = @($jobs | Where-Object { $_.State -cne 'Failed' -and $_.Time.StartsWith($today) })
  if ($earlier.Count -eq 0) { return }
  Write-Warned "a restore of this server was started today already (job $($earlier[0].Name)): at most one a day is recommended, and several can fail"
  if ($Execute -and -not (Confirm-Answer 'Restore all the same?')) { Stop-Step 2 'not restored' }
}

# --- the step ---

Invoke-Step '1-restore' $usage $args {
  Assert-Setting 'VAULT_ID' 'the id of the backup vault (the portal shows it)'
  Assert-Setting 'BACKUP_INSTANCE_ID' 'the id of the backup instance of the server in the vault'
  Assert-Setting 'STORAGE_ACCOUNT' 'the name of the storage account that the files are restored to'
  Assert-Setting 'STORAGE_CONTAINER' 'the name of the container that the files are restored to'
  Assert-Setting 'RESTORE_LOCATION' 'the region to restore in, which is that of the storage account'
  $kind = Get-Setting 'RESTORE_REGION_KIND' 'primary'
  Assert-Choice 'RESTORE_REGION_KIND' $kind 'primary', 'secondary'
  if ($kind -eq 'secondary') { Assert-Setting 'VAULT_LOCATION' 'the region of the vault, whose pair is restored in' }
  Assert-Azure

  $vault = Get-Setting 'VAULT_ID'
  $vaultLocation = Get-Setting 'VAULT_LOCATION'
  $instance = Get-Setting 'BACKUP_INSTANCE_ID'
  $location = Get-Setting 'RESTORE_LOCATION'
  $containerUrl = Get-Setting 'CONTAINER_URL' "$BlobEndpoint/$StorageContainer"
  # In the paired region everything is asked of the region; the vault itself may be out of reach.
  $paired = ($vault -replace '/providers/.*$', '') + "/providers/Microsoft.DataProtection/locations/$location"

  if (Test-Journal 'done' 'restore') {
    Write-Said "restored already (job $(Get-JournalDetail 'done' 'restore')): nothing to do. --again restores once more."
    return
  }

  $script:Doing = 'listing the recovery points'
  $points = Get-Points
  if ($points.Count -eq 0) {
    $where = $(if ($kind -eq 'secondary') { ' in the paired region, where a point is seen up to 12 hours later' } else { '' })
    Stop-Step 1 "the instance must have a recovery point to restore, got: none$where"
  }
  $point = Select-Point $points
  Write-Said "$($points.Count) recovery points, from $($points[-1].Time) to $($points[0].Time); chosen: $($point.Time) ($($point.Id))"
  if (-not $Execute) { foreach ($each in $points) { "$($each.Time)`t$($each.Id)`t$($each.State)`t$($each.Tag)" } }

  $job = Get-JournalDetail 'started' 'restore'
  if ($job -eq '' -and $Execute -and (Test-Journal 'asked' 'restore')) {
    # It was killed between asking and writing the answer down.
    $job = Find-NewJob $false
    if ($job -ne '') { Write-Journal 'started' 'restore' $job }
  }
  if ($job -ne '' -and (Get-JournalDetail 'failed' 'restore') -ceq $job) { $job = '' }

  if ($job -ne '') {
    Write-Said "a restore is on its way (job $job)"
    if (-not $Execute) {
      Write-Said 'would: wait for the job'
      return
    }
  } else {
    $validate = "$instance/validateRestore?$BackupApi"
    $restore = "$instance/restore?$BackupApi"
    $request = Get-RestoreRequest $point
    $wrapped = [ordered]@{ restoreRequestObject = $request }
    if ($kind -eq 'secondary') {
      $validate = "$paired/validateCrossRegionRestore?$BackupApi"
      $restore = "$paired/crossRegionRestore?$BackupApi"
      $wrapped.crossRegionRestoreDetails = @{ sourceBackupInstanceId = $instance; sourceRegion = $vaultLocation }
      $request = $wrapped
    }
    $jobs = Get-Jobs
    Assert-FirstToday $jobs
    if (-not $Execute) {
      Write-Said "would: ask the vault whether it can restore: POST $validate"
      Write-Said "would: restore $($point.Id) to $containerUrl in ${location}: POST $restore"
      Write-Said 'would: wait for the job'
      return
    }
    Write-Said 'asking the vault whether it can restore'
    $script:Doing = 'asking the vault whether it can restore'
    Invoke-Whole 'the vault refuses the restore' 'post' $validate $wrapped
    if (-not $Followed) { Write-Warned "az doesn't show how the validation ends: going on, the restore is validated by the service too" }
    Write-Said "restoring $($point.Id) to $containerUrl"
    $script:Doing = 'starting the restore'
    [IO.File]::WriteAllText((Join-Path $Work 'jobs-before'), (@($jobs | ForEach-Object { $_.Name + "`n" }) -join ''))
    Write-Journal 'asked' 'restore' $point.Id $point.Time
    Invoke-Whole 'the vault refuses the restore' 'post' $restore $request
    $job = "$JobId".Split('/')[-1]
    if ($job -eq '') { $job = Find-NewJob $true }
    if ($job -eq '') { Stop-Step 2 'the job of the restore must be among those of the vault, got: none; look for it in the portal' }
    Write-Journal 'started' 'restore' $job $point.Id $point.Time
  }
  Wait-Restore $job
  Write-Journal 'done' 'restore' $job $point.Id $point.Time
  Write-Said "The files are in $containerUrl. Next: 2-fetch.ps1"
}
