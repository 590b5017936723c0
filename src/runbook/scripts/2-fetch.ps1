# Step 2: fetches the files of the restore from the container, and checks that they are whole.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/azure.ps1"

$usage = @'
2-fetch.ps1 [--execute] [--again]

Fetches the files of one restore from the container into run/files, and checks their length and, where the container
knows it, their MD5. What is there and whole isn't fetched again. Without --execute it lists the restores in the
container, and says which one it would fetch.

Several restores may lie in one container. Taken is the one that FILES_PREFIX in settings.ps1 names, else the newest
that is complete, of those that were written since step 1 started its restore.
'@

# --- what lies there ---

# The prefix ends at the first `_database_`: what stands behind it is the name of a database, whatever it looks like.
function Get-Kind([string] $name) {
  $at = $name.IndexOf('_database_', [StringComparison]::Ordinal)
  if ($at -ge 0 -and $name.EndsWith('.sql')) { return @($name.Substring(0, $at), 'database') }
  foreach ($kind in 'roles', 'tablespace', 'schema') {
    if ($name.EndsWith("_$kind.sql")) { return @($name.Substring(0, $name.Length - "_$kind.sql".Length), $kind) }
  }
  return @('', '')
}

# Files of restores, and no others.
function Get-Blobs {
  $result = Invoke-Az 'storage' 'blob' 'list' @BlobOptions '--num-results' '*' '--output' 'json'
  if ($result.Code -ne 0) { Stop-RefusedBlobs "can't list the container $StorageContainer of $StorageAccount" $result.Errors }
  $blobs = foreach ($blob in @(ConvertFrom-Json -InputObject $result.Text -Depth 20)) {
    $properties = Get-Value $blob 'properties'
    $name = Get-Value $blob 'name'
    $prefix, $kind = Get-Kind $name
    if ($kind -ne '') {
      [pscustomobject]@{
        Name = $name
        Prefix = $prefix
        Kind = $kind
        Length = [long](Get-Value $properties 'contentLength')
        Md5 = "$(Get-Value $properties 'contentSettings' 'contentMd5')"
        Time = ConvertTo-Utc (Get-Value $properties 'lastModified')
      }
    }
  }
  return , @($blobs)
}

# Newest first.
function Get-Sets($blobs) {
  $sets = foreach ($group in @($blobs | Group-Object -Property Prefix -CaseSensitive)) {
    $kinds = @($group.Group.Kind)
    $times = @($group.Group.Time | Sort-Object)
    [pscustomobject]@{
      Prefix = $group.Name
      Files = $group.Group
      Databases = @($kinds | Where-Object { $_ -ceq 'database' }).Count
      Bytes = ($group.Group | Measure-Object -Property Length -Sum).Sum
      First = $times[0]
      Last = $times[-1]
      Lacks = @('database', 'roles', 'tablespace', 'schema' | Where-Object { $kinds -cnotcontains $_ })
    }
  }
  return , @($sets | Sort-Object -Property Last -Descending)
}

function Select-Set($sets) {
  $prefix = Get-Setting 'FILES_PREFIX'
  if ($prefix -eq '' -and -not $Again) { $prefix = Get-JournalDetail 'chosen' 'prefix' }
  if ($prefix -ne '') {
    $named = @($sets | Where-Object { $_.Prefix -ceq $prefix })
    if ($named.Count -eq 0) { Stop-Step 1 "``FILES_PREFIX`` must be the prefix of a restore in the container, got: $prefix" }
    return $named[0]
  }
  $asked = Get-JournalLines 'asked' 'restore' '1-restore.sh'
  $since = $(if ($null -ne $asked -and $asked.Count -gt 0) { $asked[-1][0] } else { '' })
  $good = @($sets | Where-Object { $_.Lacks.Count -eq 0 -and ($since -eq '' -or [string]::CompareOrdinal($_.First, $since) -ge 0) })
  if ($good.Count -eq 0) {
    $when = $(if ($since -eq '') { '' } else { " written since $since" })
    Stop-Step 1 "the container must hold a complete restore$when, got: none ($($sets.Count) in all)"
  }
  return $good[0]
}

# --- fetching ---

# Where a file goes: below run/files, under the name that it has there. A name that leads elsewhere is refused.
function Get-LocalPath([string] $name) {
  $parts = $name -split '[\\/]'
  if (@($parts | Where-Object { $_ -in '', '.', '..' }).Count -gt 0) {
    Stop-Step 1 "the name of a file must not lead out of its folder, got: $name"
  }
  return Join-Path $Files $name
}

# What is wrong with a file; nothing where it is whole.
function Get-Flaw([string] $path, $blob) {
  $length = (Get-Item -LiteralPath $path).Length
  if ($length -ne $blob.Length) { return "it must have $($blob.Length) bytes, got: $length" }
  if ($blob.Md5 -eq '') { return '' }
  $stream = [IO.File]::OpenRead($path)
  try { $sum = [Convert]::ToBase64String([Security.Cryptography.MD5]::HashData($stream)) } finally { $stream.Dispose() }
  return $(if ($sum -ceq $blob.Md5) { '' } else { "its MD5 must be $($blob.Md5), got: $sum" })
}

# Into a place of its own, and where it belongs once it is whole. What was wrong with it, or nothing.
function Receive-Blob($blob) {
  $part = Join-Path $Work 'fetch-part'
  $path = Get-LocalPath $blob.Name
  $wrong = ''
  for ($try = 0; $try -lt 2; $try++) {
    Remove-Item -LiteralPath $part -Force -ErrorAction Ignore
    $result = Invoke-Az 'storage' 'blob' 'download' @BlobOptions "--name=$($blob.Name)" "--file=$part" '--no-progress' '--max-connections' '8' '--output' 'none'
    if ($result.Code -ne 0) {
      $wrong = ($result.Errors.Trim() -split "`n")[-1]
      continue
    }
    $wrong = Get-Flaw $part $blob
    if ($wrong -eq '') {
      [void][IO.Directory]::CreateDirectory((Split-Path -Parent $path))
      [IO.File]::Move($part, $path, $true)
      return ''
    }
  }
  Remove-Item -LiteralPath $part -Force -ErrorAction Ignore
  return $wrong
}

# --- the step ---

Invoke-Step '2-fetch' $usage $args {
  Assert-Setting 'STORAGE_ACCOUNT' 'the name of the storage account that the files were restored to'
  Assert-Setting 'STORAGE_CONTAINER' 'the name of the container that the files were restored to'
  Assert-Azure

  $script:Doing = 'listing the container'
  $sets = Get-Sets (Get-Blobs)
  if (-not $Execute) {
    foreach ($each in $sets) {
      $lacks = $(if ($each.Lacks.Count -eq 0) { '' } else { "lacks $($each.Lacks -join ' ')" })
      "$($each.Last)`t$(ConvertTo-Field $each.Prefix)`t$($each.Databases) databases`t$($each.Bytes) bytes`t$lacks"
    }
  }
  $set = Select-Set $sets
  if ($set.Lacks.Count -gt 0) { Write-Warned "the restore $($set.Prefix) is not complete: it lacks $($set.Lacks -join ' ')" }
  Write-Said "restore $($set.Prefix), written $($set.Last): $($set.Files.Count) files, $($set.Bytes) bytes"
  foreach ($blob in $set.Files) { [void](Get-LocalPath $blob.Name) }
  if (-not $Execute) {
    foreach ($blob in $set.Files) { Write-Said "would: fetch $($blob.Name), $($blob.Length) bytes" }
    return
  }

  $manifest = Join-Path $Work 'manifest.tsv'
  if ($Again) {
    Get-ChildItem -LiteralPath $Files -Force | Remove-Item -Recurse -Force
    Remove-Item -LiteralPath $manifest -Force -ErrorAction Ignore
  }
  Write-Journal 'chosen' 'prefix' $set.Prefix

  $script:Doing = 'fetching the files'
  $failed = 0
  foreach ($blob in @($set.Files | Sort-Object -Property Length -Descending)) {
    $path = Get-LocalPath $blob.Name
    if ((Test-Path -LiteralPath $path) -and (Get-Flaw $path $blob) -eq '') {
      Write-Journal 'skipped' $blob.Name 'it is there'
      continue
    }
    Write-Said "fetching $($blob.Name), $($blob.Length) bytes"
    $wrong = Receive-Blob $blob
    if ($wrong -eq '') {
      Write-Journal 'fetched' $blob.Name "$($blob.Length)"
    } else {
      Write-Warned "not fetched: $($blob.Name): $wrong"
      Write-Journal 'failed' $blob.Name $wrong
      $failed++
    }
  }
  if ($failed -gt 0) { Stop-Step 1 "$failed of $($set.Files.Count) files must be fetched again: call this step once more" }

  # What step 4 checks the files against: length, MD5 (empty where the container doesn't know it), name.
  $lines = foreach ($blob in $set.Files) { "$($blob.Length)`t$($blob.Md5)`t$(ConvertTo-Field $blob.Name)`n" }
  [IO.File]::WriteAllText("$manifest.new", (@($lines) -join ''))
  [IO.File]::Move("$manifest.new", $manifest, $true)
  $unknown = @($set.Files | Where-Object { $_.Md5 -eq '' }).Count
  if ($unknown -gt 0) { Write-Said "$unknown files have no MD5 in the container: their length alone was checked" }
  Write-Journal 'done' 'fetch' $set.Prefix "$($set.Files.Count)" "$($set.Bytes)"
  Write-Said "$($set.Files.Count) files are in $Files. Next: step 4, after 3-server.ps1"
}
